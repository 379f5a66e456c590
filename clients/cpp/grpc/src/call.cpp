#include "call.hpp"

#include <google/protobuf/descriptor.h>
#include <grpcpp/create_channel.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <random>
#include <thread>

namespace adapterbridge::remote {

std::string request_id() {
  static thread_local std::mt19937_64 random(std::random_device{}());
  std::array<uint64_t, 2> bits{random(), random()};
  bits[0] = (bits[0] & ~0xF000ull) | 0x4000ull;                                  // version 4
  bits[1] = (bits[1] & ~0xC000000000000000ull) | 0x8000000000000000ull;          // RFC 4122
  char text[37];
  std::snprintf(text, sizeof text, "%08x-%04x-%04x-%04x-%012llx", static_cast<unsigned>(bits[0] >> 32), static_cast<unsigned>(bits[0] >> 16 & 0xFFFF),
                static_cast<unsigned>(bits[0] & 0xFFFF), static_cast<unsigned>(bits[1] >> 48), static_cast<unsigned long long>(bits[1] & 0xFFFFFFFFFFFFull));
  return text;
}

std::chrono::duration<double> backoff(int attempt, const Error& error) {
  static thread_local std::mt19937 random(std::random_device{}());
  const double spread = std::uniform_real_distribution<double>(0.8, 1.2)(random);
  return std::chrono::duration<double>(std::max(error.retry_delay().value_or(0), spread * std::min(5.0, 0.1 * (1 << std::min(attempt - 1, 10)))));
}

bool may_repeat(const std::string& method, const google::protobuf::Message& request) {
  const auto* descriptor = google::protobuf::DescriptorPool::generated_pool()->FindMethodByName(method);
  if (descriptor != nullptr && descriptor->options().idempotency_level() != google::protobuf::MethodOptions::IDEMPOTENCY_UNKNOWN) return true;
  // Google's own file of operations states no levels; asking twice is safe for all that is used here.
  if (method.rfind("google.longrunning.", 0) == 0) return true;
  const auto* field = request.GetDescriptor()->FindFieldByName("request_id");
  return field != nullptr && !request.GetReflection()->GetString(request, field).empty();
}

Connection::Connection(std::shared_ptr<grpc::Channel> c, Options o)
    : channel(std::move(c)), options(o), server(bridge::v1::ServerService::NewStub(channel)), models(bridge::v1::ModelService::NewStub(channel)),
      adapters(bridge::v1::AdapterService::NewStub(channel)), heads(bridge::v1::HeadService::NewStub(channel)), datasets(bridge::v1::DatasetService::NewStub(channel)),
      training(bridge::v1::TrainingService::NewStub(channel)), sessions(bridge::v1::TrainingSessionService::NewStub(channel)), inference(bridge::v1::InferenceService::NewStub(channel)), operations(google::longrunning::Operations::NewStub(channel)) {}

void Connection::pause(std::chrono::duration<double> time) { std::this_thread::sleep_for(time); }

}  // namespace adapterbridge::remote
