// A check that says where it failed.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <string>

#define CHECK(...)                                                                            \
    do {                                                                                      \
        if (!(__VA_ARGS__)) {                                                                 \
            std::fprintf(stderr, "%s:%d: %s does not hold\n", __FILE__, __LINE__, #__VA_ARGS__); \
            std::exit(1);                                                                     \
        }                                                                                     \
    } while (0)

inline std::string model_folder() { return std::string(std::getenv("BRIDGE_ROOT")) + "/models/all-minilm-l6-v2"; }
