"""A real S3-compatible store on this machine: moto's server, with one bucket."""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote, urlsplit
from uuid import uuid4

import boto3
from moto.server import ThreadedMotoServer

from tests.services.ports import free_port

KEY, SECRET, REGION = "key", "se/cr+et", "eu-west-1"


@contextmanager
def bucket(prefix: str = "") -> Iterator[str]:
    """The address of a store with a new bucket, as an operator writes it, while the server runs."""
    port, name = free_port(), f"blobs-{uuid4()}"
    server = ThreadedMotoServer("127.0.0.1", port=port, verbose=False)
    server.start()
    endpoint = f"http://127.0.0.1:{port}"
    try:
        client(endpoint).create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": REGION})
        yield f"s3://{KEY}:{quote(SECRET, safe='')}@{name}{prefix}?endpoint={endpoint}&region={REGION}"
    finally:
        server.stop()


def client(endpoint: str) -> "boto3.client":
    """What talks to it beside our code."""
    given = {"aws_access_key_id": KEY, "aws_secret_access_key": SECRET, "region_name": REGION}
    return boto3.client("s3", endpoint_url=endpoint, **given)


def objects(url: str) -> dict[str, bytes]:
    """Everything that lies in the bucket, by its key."""
    parts = urlsplit(url)
    asked = client(parts.query.split("endpoint=")[1].split("&")[0])
    found = asked.list_objects_v2(Bucket=parts.hostname).get("Contents", [])
    return {each["Key"]: asked.get_object(Bucket=parts.hostname, Key=each["Key"])["Body"].read() for each in found}
