#include <adapterbridge/bridge.h>
extern int bridge_header_compiles; int bridge_header_compiles = BRIDGE_API_MAJOR;
