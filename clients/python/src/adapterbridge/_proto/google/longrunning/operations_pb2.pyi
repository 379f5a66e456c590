from adapterbridge._proto._bundled.google.longrunning.operations_pb2 import *
from adapterbridge._proto._bundled.google.longrunning.operations_pb2 import DESCRIPTOR as DESCRIPTOR
