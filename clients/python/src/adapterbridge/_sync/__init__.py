"""The plain client, made from `_aio` by ../../unasync.py."""
