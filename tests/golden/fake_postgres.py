#!/usr/bin/env python3
"""As much of a PostgreSQL server as it takes to fail in a certain way: fake_postgres.py MODE SOCKET
MODE is `refuse` (the password is wrong) or `die` (the connection is cut at the first query that is no setting)."""

import socket
import struct
import sys


def message(kind, body=b""):
    return kind + struct.pack("!i", len(body) + 4) + body


def text(value):
    return value.encode() + b"\0"


REFUSAL = message(b"E", b"SFATAL\0" b"C28P01\0" b'Mpassword authentication failed for user "app"\0' b"\0")
WELCOME = message(b"R", struct.pack("!i", 0)) + message(b"S", text("server_version") + text("15.0"))
READY = message(b"Z", b"I")
VERSION = (
    message(b"T", struct.pack("!h", 1) + text("server_version") + struct.pack("!ihihih", 0, 0, 25, -1, -1, 0))
    + message(b"D", struct.pack("!hi", 1, 4) + b"15.0")
    + message(b"C", text("SHOW"))
)


def read(stream):
    kind = stream.read(1)
    return kind, stream.read(struct.unpack("!i", stream.read(4))[0] - 4) if kind else b""


def serve(connection, mode):
    stream = connection.makefile("rb")
    stream.read(struct.unpack("!i", stream.read(4))[0] - 4)  # the startup message
    if mode == "refuse":
        connection.sendall(REFUSAL)
        return
    connection.sendall(WELCOME + READY)
    while True:
        kind, query = read(stream)
        if kind == b"Q" and query.upper().startswith(b"SET "):
            connection.sendall(message(b"C", text("SET")) + READY)
        elif kind == b"Q" and query.upper().startswith(b"SHOW "):
            connection.sendall(VERSION + READY)
        else:
            return


def main():
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(sys.argv[2])
    listener.listen()
    while True:
        with listener.accept()[0] as connection:
            serve(connection, sys.argv[1])


if __name__ == "__main__":
    main()
