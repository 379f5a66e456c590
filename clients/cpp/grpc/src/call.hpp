// One place for deadlines, retries and errors of calls.
#pragma once

#include <adapterbridge/remote/client.hpp>
#include <bridge/v1/adapters.grpc.pb.h>
#include <bridge/v1/datasets.grpc.pb.h>
#include <bridge/v1/heads.grpc.pb.h>
#include <bridge/v1/inference.grpc.pb.h>
#include <bridge/v1/models.grpc.pb.h>
#include <bridge/v1/server.grpc.pb.h>
#include <bridge/v1/sessions.grpc.pb.h>
#include <bridge/v1/training.grpc.pb.h>
#include <google/longrunning/operations.grpc.pb.h>
#include <grpcpp/client_context.h>

namespace adapterbridge::remote {

// A UUID that makes a retry safe.
std::string request_id();

// Seconds to wait before attempt number `attempt` (from 1), or what the service asks for.
std::chrono::duration<double> backoff(int attempt, const Error& error);

// Whether doing it twice is the same as once: the method's own option, or a request id.
bool may_repeat(const std::string& method, const google::protobuf::Message& request);

inline void require(const grpc::Status& status) {
  if (!status.ok()) throw Error(status);
}

// A failure that came in a message, as the error that a failed call would be.
template <class RichStatus>
Error error_of(const RichStatus& status) {
  return Error(grpc::Status(static_cast<grpc::StatusCode>(status.code()), status.message(), status.SerializeAsString()));
}

class Connection {
 public:
  Connection(std::shared_ptr<grpc::Channel> channel, Options options);

  // connection.call(stub, &Stub::GetModel, "bridge.v1.ModelService.GetModel", request): the answer, or Error.
  template <class Stub, class Request, class Response>
  Response call(Stub& stub, grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*), const std::string& name, const Request& request,
                std::optional<std::chrono::milliseconds> timeout = {}) const {
    const auto deadline = std::chrono::system_clock::now() + timeout.value_or(options.timeout);
    for (int attempt = 1;; attempt++) {
      grpc::ClientContext context;
      context.set_deadline(deadline);
      Response response;
      const auto status = (stub.*method)(&context, request, &response);
      if (status.ok()) return response;
      const Error error(status);
      const auto wait = backoff(attempt, error);
      if (status.error_code() != grpc::StatusCode::UNAVAILABLE || attempt >= options.attempts || !may_repeat(name, request) ||
          std::chrono::system_clock::now() + std::chrono::duration_cast<std::chrono::milliseconds>(wait) >= deadline)
        throw error;
      pause(wait);
    }
  }

  static void pause(std::chrono::duration<double> time);

  const std::shared_ptr<grpc::Channel> channel;
  const Options options;
  const std::unique_ptr<bridge::v1::ServerService::Stub> server;
  const std::unique_ptr<bridge::v1::ModelService::Stub> models;
  const std::unique_ptr<bridge::v1::AdapterService::Stub> adapters;
  const std::unique_ptr<bridge::v1::HeadService::Stub> heads;
  const std::unique_ptr<bridge::v1::DatasetService::Stub> datasets;
  const std::unique_ptr<bridge::v1::TrainingService::Stub> training;
  const std::unique_ptr<bridge::v1::TrainingSessionService::Stub> sessions;
  const std::unique_ptr<bridge::v1::InferenceService::Stub> inference;
  const std::unique_ptr<google::longrunning::Operations::Stub> operations;
};

// BRIDGE_CALL(connection, adapters, AdapterService, GetAdapter, request).
#define BRIDGE_CALL(connection, stub, service, method, ...) \
  (connection).call(*(connection).stub, &bridge::v1::service::Stub::method, "bridge.v1." #service "." #method, __VA_ARGS__)

// All items of a paged list.
template <class Request, class Fetch, class Take>
void pages(Request request, Fetch fetch, Take take) {
  for (;;) {
    const auto page = fetch(request);
    take(page);
    if (page.next_page_token().empty()) return;
    request.set_page_token(page.next_page_token());
  }
}

inline constexpr size_t kChunkBytes = 64 * 1024;
inline constexpr size_t kInlineBytes = 1024 * 1024;
bridge::v1::Setup to_proto(const Setup& setup);
void to_proto(const Tensor& tensor, bridge::v1::Tensor* message);
Tensor from_proto(const bridge::v1::Tensor& message);
uint32_t crc32c(const std::string& data);
// A tensor as a header, data and a trailer; false where `send` was.
template <class Send>
bool in_pieces(const std::string& name, const Tensor& tensor, Send send) {
  bridge::v1::TensorChunk chunk;
  auto* header = chunk.mutable_header();
  header->set_name(name);
  header->set_data_type(tensor.data_type);
  for (const auto size : tensor.shape) header->add_shape(size);
  header->set_byte_size(static_cast<int64_t>(tensor.data.size()));
  bool open = send(chunk);
  for (size_t offset = 0; open && offset < tensor.data.size(); offset += kChunkBytes) {
    chunk.set_data(tensor.data.substr(offset, kChunkBytes));
    open = send(chunk);
  }
  chunk.mutable_trailer()->set_crc32c(crc32c(tensor.data));
  return open && send(chunk);
}
std::string sha256(const std::string& data);

}  // namespace adapterbridge::remote
