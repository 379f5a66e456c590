from adapterbridge._proto._bundled.google.rpc.error_details_pb2 import *
from adapterbridge._proto._bundled.google.rpc.error_details_pb2 import DESCRIPTOR as DESCRIPTOR
