// A C++ client of the service: loads a model, creates an adapter, runs a forward pass, reads a rich error.
// The server's address comes as the argument or from BRIDGE_TEST_SERVER.

#include <chrono>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <grpcpp/grpcpp.h>

#include "bridge/v1/adapters.grpc.pb.h"
#include "bridge/v1/inference.grpc.pb.h"
#include "bridge/v1/models.grpc.pb.h"
#include "bridge/v1/server.grpc.pb.h"
#include "google/longrunning/operations.grpc.pb.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace {

using namespace bridge::v1;

constexpr int kHidden = 384;

void Check(bool condition, const std::string& what) {
  if (!condition) throw std::runtime_error(what);
}

void Ok(const grpc::Status& status, const std::string& call) {
  if (!status.ok()) throw std::runtime_error(call + ": " + std::to_string(status.error_code()) + " " + status.error_message());
}

// Every call has a deadline.
struct Context : grpc::ClientContext {
  explicit Context(int seconds = 30) { set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(seconds)); }
};

std::string UniqueId(const std::string& prefix) {
  return prefix + "-" + std::to_string(std::chrono::steady_clock::now().time_since_epoch().count());
}

template <typename T>
Tensor MakeTensor(DataType type, const std::vector<long>& shape, const std::vector<T>& values) {
  Tensor tensor;
  tensor.set_data_type(type);
  for (long size : shape) tensor.add_shape(size);
  tensor.set_data(values.data(), values.size() * sizeof(T));
  return tensor;
}

std::vector<float> Floats(const Tensor& tensor) {
  Check(tensor.data_type() == DATA_TYPE_FLOAT32, "an output is not float32");
  std::vector<float> values(tensor.data().size() / sizeof(float));
  std::memcpy(values.data(), tensor.data().data(), tensor.data().size());
  return values;
}

// Loading is an operation: begin it, wait, unpack the model.
Model LoadModel(const std::shared_ptr<grpc::Channel>& channel, const std::string& id, const std::string& path) {
  LoadModelRequest request;
  request.set_model_id(id);
  request.set_path(path);
  google::longrunning::Operation operation;
  Context begin;
  Ok(ModelService::NewStub(channel)->LoadModel(&begin, request, &operation), "LoadModel");
  auto operations = google::longrunning::Operations::NewStub(channel);
  while (!operation.done()) {
    google::longrunning::WaitOperationRequest wait;
    wait.set_name(operation.name());
    wait.mutable_timeout()->set_seconds(10);
    Context context;
    Ok(operations->WaitOperation(&context, wait, &operation), "WaitOperation");
  }
  Check(!operation.has_error(), "LoadModel: " + operation.error().message());
  Model model;
  Check(operation.response().UnpackTo(&model), "the operation's response is no Model");
  return model;
}

Adapter CreateAdapter(AdapterService::Stub& adapters, const std::string& model) {
  CreateAdapterRequest request;
  request.set_parent(model);
  request.set_adapter_id("smoke");
  request.mutable_config()->mutable_lora()->set_r(4);
  request.set_seed(1);
  Adapter adapter;
  Context context;
  Ok(adapters.CreateAdapter(&context, request, &adapter), "CreateAdapter");
  Check(adapter.config().lora().r() == 4 && adapter.config().lora().has_alpha(), "the configuration in the answer is not complete");
  // Rank 4 on the queries and values of six layers: 2 x 6 x (4 x 384 + 384 x 4).
  Check(adapter.parameter_count() == 2 * 6 * 2 * 4 * kHidden, "parameter_count is " + std::to_string(adapter.parameter_count()));
  return adapter;
}

std::vector<float> Forward(InferenceService::Stub& inference, const std::string& model, const std::string& setup) {
  RunForwardRequest request;
  request.set_model(model);
  if (!setup.empty()) request.mutable_setup()->set_composition_string(setup);
  (*request.mutable_inputs())["input_ids"] = MakeTensor<long>(DATA_TYPE_INT64, {1, 4}, {101, 7592, 2088, 102});
  (*request.mutable_inputs())["attention_mask"] = MakeTensor<long>(DATA_TYPE_INT64, {1, 4}, {1, 1, 1, 1});
  request.add_outputs("last_hidden_state");
  RunForwardResponse response;
  Context context;
  Ok(inference.RunForward(&context, request, &response), "RunForward");
  const auto found = response.outputs().find("last_hidden_state");
  Check(found != response.outputs().end(), "there is no last_hidden_state");
  Check(found->second.shape_size() == 3 && found->second.shape(1) == 4 && found->second.shape(2) == kHidden, "last_hidden_state has another shape");
  Check(response.adapters_size() == (setup.empty() ? 0 : 1), "the answer names " + std::to_string(response.adapters_size()) + " adapters");
  return Floats(found->second);
}

// A wrong configuration: the status holds ErrorInfo and every violation.
void ReadRichError(AdapterService::Stub& adapters, const std::string& model) {
  CreateAdapterRequest request;
  request.set_parent(model);
  request.set_adapter_id("wrong");
  request.set_config_string("lora[r=0,dropout=7]");
  Adapter adapter;
  Context context;
  const grpc::Status status = adapters.CreateAdapter(&context, request, &adapter);
  Check(status.error_code() == grpc::StatusCode::INVALID_ARGUMENT, "the code is " + std::to_string(status.error_code()));
  google::rpc::Status rich;
  Check(rich.ParseFromString(status.error_details()) && rich.code() == status.error_code(), "there is no google.rpc.Status");
  google::rpc::ErrorInfo info;
  google::rpc::BadRequest bad;
  for (const auto& detail : rich.details()) {
    if (detail.Is<google::rpc::ErrorInfo>()) detail.UnpackTo(&info);
    if (detail.Is<google::rpc::BadRequest>()) detail.UnpackTo(&bad);
  }
  Check(info.domain() == "bridge" && info.reason().rfind("CONFIG_", 0) == 0, "the reason is " + info.reason());
  Check(info.metadata_size() > 0, "there is no metadata");
  Check(bad.field_violations_size() == 2, "there are " + std::to_string(bad.field_violations_size()) + " violations in place of 2");
  std::cout << info.reason() << ": " << rich.message() << "\n";
  for (const auto& violation : bad.field_violations()) std::cout << "  " << violation.field() << ": " << violation.description() << "\n";
}

// The stream answers each batch in order.
void Stream(InferenceService::Stub& inference, const std::string& model, const std::vector<float>& expected) {
  grpc::ClientContext context;
  auto stream = inference.StreamForward(&context);
  StreamForwardRequest start;
  start.mutable_start()->set_model(model);
  start.mutable_start()->add_outputs("last_hidden_state");
  Check(stream->Write(start), "the stream takes no message");
  for (int batch = 1; batch <= 3; ++batch) {
    StreamForwardRequest request;
    auto& run = *request.mutable_run();
    run.set_batch_id(batch);
    (*run.mutable_inputs())["input_ids"] = MakeTensor<long>(DATA_TYPE_INT64, {1, 4}, {101, 7592, 2088, 102});
    Check(stream->Write(request), "the stream takes no batch");
    StreamForwardResponse response;
    Check(stream->Read(&response) && response.has_result(), "the stream gives no result");
    Check(response.result().batch_id() == batch, "batches are out of order");
    Check(Floats(response.result().outputs().at("last_hidden_state")) == expected, "the stream's numbers differ from the call's");
  }
  stream->WritesDone();
  StreamForwardResponse rest;
  Check(!stream->Read(&rest), "the stream does not end");
  Ok(stream->Finish(), "StreamForward");
}

void Run(const std::string& address) {
  auto channel = grpc::CreateChannel(address, grpc::InsecureChannelCredentials());
  Check(channel->WaitForConnected(std::chrono::system_clock::now() + std::chrono::seconds(30)), address + " cannot be reached");

  ServerInfo info;
  Context context;
  Ok(ServerService::NewStub(channel)->GetServerInfo(&context, {}, &info), "GetServerInfo");
  Check(info.api_versions_size() > 0 && info.api_versions(0) == "v1", "the server does not speak v1");
  std::cout << "AdapterBridge " << info.version() << ", libtorch " << info.torch_version() << "\n";

  const Model model = LoadModel(channel, UniqueId("smoke"), BRIDGE_ROOT "/models/all-minilm-l6-v2");
  Check(model.hidden_size() == kHidden, "hidden_size is " + std::to_string(model.hidden_size()));
  auto adapters = AdapterService::NewStub(channel);
  auto inference = InferenceService::NewStub(channel);
  const Adapter adapter = CreateAdapter(*adapters, model.name());

  // A fresh LoRA changes nothing: its second factor is zero.
  const auto base = Forward(*inference, model.name(), "");
  const auto adapted = Forward(*inference, model.name(), "Stack(smoke)");
  double difference = 0;
  for (size_t i = 0; i < base.size(); ++i) difference = std::max(difference, std::fabs(static_cast<double>(base[i]) - adapted[i]));
  Check(difference < 1e-5, "a fresh LoRA changes the output by " + std::to_string(difference));
  Stream(*inference, model.name(), base);
  ReadRichError(*adapters, model.name());

  UnloadModelRequest unload;
  unload.set_name(model.name());
  UnloadModelResponse unloaded;
  Context last;
  Ok(ModelService::NewStub(channel)->UnloadModel(&last, unload, &unloaded), "UnloadModel");
}

}  // namespace

int main(int argc, char** argv) {
  const char* given = argc > 1 ? argv[1] : std::getenv("BRIDGE_TEST_SERVER");
  if (given == nullptr) {
    std::cerr << "grpc_smoke: give a server's address, or set BRIDGE_TEST_SERVER\n";
    return 1;
  }
  try {
    Run(given);
  } catch (const std::exception& failure) {
    std::cerr << "grpc_smoke: " << failure.what() << "\n";
    return 1;
  }
  std::cout << "ok\n";
  return 0;
}
