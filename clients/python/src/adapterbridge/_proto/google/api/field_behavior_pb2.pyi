from adapterbridge._proto._bundled.google.api.field_behavior_pb2 import *
from adapterbridge._proto._bundled.google.api.field_behavior_pb2 import DESCRIPTOR as DESCRIPTOR
