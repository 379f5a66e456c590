#include "call.hpp"

#include <openssl/evp.h>

#include <array>

namespace adapterbridge::remote {

void Tensor::check(bridge::v1::DataType wanted) const {
  if (data_type != wanted)
    throw Error(grpc::StatusCode::INVALID_ARGUMENT, "TENSOR_DTYPE", "the tensor has the type " + bridge::v1::DataType_Name(data_type) + ", not " + bridge::v1::DataType_Name(wanted));
}

void to_proto(const Tensor& tensor, bridge::v1::Tensor* message) {
  message->set_data_type(tensor.data_type);
  for (const auto size : tensor.shape) message->add_shape(size);
  message->set_data(tensor.data);
}

Tensor from_proto(const bridge::v1::Tensor& message) { return {message.data_type(), {message.shape().begin(), message.shape().end()}, message.data()}; }

bridge::v1::Setup to_proto(const Setup& setup) {
  bridge::v1::Setup message;
  if (!setup.composition.empty()) message.set_composition_string(setup.composition);
  for (const auto& head : setup.heads) message.add_heads(head);
  message.set_embedding(setup.embedding);
  return message;
}

uint32_t crc32c(const std::string& data) {
  static const auto table = [] {
    std::array<uint32_t, 256> made{};
    for (uint32_t i = 0; i < 256; i++) {
      uint32_t value = i;
      for (int bit = 0; bit < 8; bit++) value = (value >> 1) ^ (value & 1 ? 0x82F63B78u : 0);
      made[i] = value;
    }
    return made;
  }();
  uint32_t sum = ~0u;
  for (const unsigned char byte : data) sum = table[(sum ^ byte) & 0xFF] ^ (sum >> 8);
  return ~sum;
}

std::string sha256(const std::string& data) {
  std::string sum(32, '\0');
  unsigned size = 0;
  if (EVP_Digest(data.data(), data.size(), reinterpret_cast<unsigned char*>(sum.data()), &size, EVP_sha256(), nullptr) != 1)
    throw Error(grpc::StatusCode::INTERNAL, "NATIVE_FAILURE", "SHA-256 cannot be computed");
  return sum;
}

}  // namespace adapterbridge::remote
