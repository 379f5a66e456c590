// What the C++ runners share: lines of words in, bits out.
#pragma once

#include <cstdint>
#include <cstdio>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

inline std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> parts;
  std::stringstream stream(text + separator);
  for (std::string part; std::getline(stream, part, separator);) parts.push_back(part);
  return parts;
}

inline std::vector<std::string> names(const std::string& text) { return text.empty() ? std::vector<std::string>{} : split(text, ','); }

template <class Bits>
void show(const std::string& name, const Bits* bits, size_t count) {
  std::printf("%s\t", name.c_str());
  for (size_t i = 0; i < count; i++) std::printf("%s%08x", i ? " " : "", static_cast<unsigned>(bits[i]));
  std::printf("\n");
}

// Runs `step` for each line; what it throws is an answer too.
template <class Error, class Step>
int play(Step step) {
  for (std::string line; std::getline(std::cin, line);) {
    auto words = split(line, '\t');
    const auto what = words.front();
    words.erase(words.begin());
    try {
      step(what, words);
    } catch (const Error& error) {
      std::printf("error\t%s\n", error.reason().c_str());
    }
  }
  return 0;
}
