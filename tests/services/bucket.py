"""A real S3-compatible store on this machine: moto's server, with one bucket."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit

import boto3
from moto.server import ThreadedMotoServer

from tests.services.ports import free_port

BUCKET, KEY, SECRET, REGION = "lindewater-blobs", "key", "se/cr+et", "eu-west-1"


@contextmanager
def bucket(prefix: str = "") -> Iterator[str]:
    """The address of a store, as an operator writes it, while the server runs."""
    port = free_port()
    server = ThreadedMotoServer("127.0.0.1", port=port, verbose=False)
    server.start()
    endpoint = f"http://127.0.0.1:{port}"
    try:
        asked = client(endpoint)
        with suppress(asked.exceptions.BucketAlreadyOwnedByYou):
            asked.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})
        yield f"s3://{KEY}:se%2Fcr%2Bet@{BUCKET}{prefix}?endpoint={endpoint}&region={REGION}"
    finally:
        server.stop()


def client(endpoint: str) -> "boto3.client":
    """What talks to it beside our code."""
    given = {"aws_access_key_id": KEY, "aws_secret_access_key": SECRET, "region_name": REGION}
    return boto3.client("s3", endpoint_url=endpoint, **given)


def objects(url: str) -> dict[str, bytes]:
    """Everything that lies in the bucket, by its key."""
    asked = client(urlsplit(url).query.split("endpoint=")[1].split("&")[0])
    found = asked.list_objects_v2(Bucket=BUCKET).get("Contents", [])
    return {each["Key"]: asked.get_object(Bucket=BUCKET, Key=each["Key"])["Body"].read() for each in found}
