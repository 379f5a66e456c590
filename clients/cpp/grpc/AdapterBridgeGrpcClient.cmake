# What the targets of the gRPC client link.
include(CMakeFindDependencyMacro)
find_dependency(Protobuf)
find_dependency(Threads)
find_dependency(OpenSSL)
find_dependency(gRPC CONFIG)
include("${CMAKE_CURRENT_LIST_DIR}/AdapterBridgeGrpcTargets.cmake")
