"""Deontos: integrity for local governments, their association and their partners abroad."""

VERSION = "0.1.0"
