#include <adapterbridge/remote/client.hpp>

#include <cstdio>

int main() {
    try {
        adapterbridge::remote::Client("127.0.0.1:1", {std::chrono::milliseconds(200), 1}).info();
    } catch (const adapterbridge::remote::Error& error) {
        std::printf("%s\n", error.code() == grpc::StatusCode::UNAVAILABLE ? "UNAVAILABLE" : error.what());
    }
}
