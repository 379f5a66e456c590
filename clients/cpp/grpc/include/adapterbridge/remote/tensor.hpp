// Tensors in calls.
#pragma once

#include <bridge/v1/tensor.pb.h>

#include <cstdint>
#include <cstring>
#include <initializer_list>
#include <map>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace adapterbridge::remote {

// Elements of one type with a shape: little-endian, row-major bytes.
struct Tensor {
  bridge::v1::DataType data_type = bridge::v1::DATA_TYPE_UNSPECIFIED;
  std::vector<int64_t> shape;
  std::string data;

  template <class T>
  static Tensor of(std::vector<int64_t> shape, const std::vector<T>& values) {
    return {type<T>(), std::move(shape), std::string(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T))};
  }
  // The elements; throws Error (TENSOR_DTYPE) where they are of another type.
  template <class T>
  std::vector<T> values() const {
    check(type<T>());
    std::vector<T> result(data.size() / sizeof(T));
    std::memcpy(result.data(), data.data(), result.size() * sizeof(T));
    return result;
  }

 private:
  void check(bridge::v1::DataType wanted) const;
  template <class T>
  static constexpr bridge::v1::DataType type() {
    if constexpr (std::is_same_v<T, float>) return bridge::v1::DATA_TYPE_FLOAT32;
    else if constexpr (std::is_same_v<T, double>) return bridge::v1::DATA_TYPE_FLOAT64;
    else if constexpr (std::is_same_v<T, int64_t>) return bridge::v1::DATA_TYPE_INT64;
    else if constexpr (std::is_same_v<T, int32_t>) return bridge::v1::DATA_TYPE_INT32;
    else {
      static_assert(std::is_same_v<T, uint8_t>, "no element type of tensors");
      return bridge::v1::DATA_TYPE_UINT8;
    }
  }
};

using Tensors = std::map<std::string, Tensor>;

}  // namespace adapterbridge::remote
