from adapterbridge._proto._bundled.google.rpc.status_pb2 import *
from adapterbridge._proto._bundled.google.rpc.status_pb2 import DESCRIPTOR as DESCRIPTOR
