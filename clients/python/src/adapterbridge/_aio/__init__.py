"""The asyncio client, written by hand. `_sync` is made from it by ../../unasync.py, so that the two have the same methods."""
