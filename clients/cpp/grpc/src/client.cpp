#include "call.hpp"

#include <grpcpp/create_channel.h>

namespace adapterbridge::remote {

namespace {

std::shared_ptr<grpc::Channel> open(const std::string& address) {
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(64 << 20);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, 30000);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 10000);
  // No proxy for what is on this machine.
  if (address.rfind("unix:", 0) == 0 || address.rfind("127.", 0) == 0 || address.rfind("localhost:", 0) == 0) arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  return grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments);
}

}  // namespace

Client::Client(const std::string& address, Options options) : connection_(std::make_shared<Connection>(open(address), options)) {}

std::shared_ptr<grpc::Channel> Client::channel() const { return connection_->channel; }

bridge::v1::ServerInfo Client::info() const { return BRIDGE_CALL(*connection_, server, ServerService, GetServerInfo, bridge::v1::GetServerInfoRequest()); }

Model Client::load(const std::string& path, const std::string& id) const {
  bridge::v1::LoadModelRequest request;
  request.set_path(path);
  request.set_model_id(id);
  request.set_request_id(request_id());
  auto operation = BRIDGE_CALL(*connection_, models, ModelService, LoadModel, request);
  while (!operation.done()) {
    google::longrunning::WaitOperationRequest wait;
    wait.set_name(operation.name());
    wait.mutable_timeout()->set_seconds(10);
    operation = connection_->call(*connection_->operations, &google::longrunning::Operations::Stub::WaitOperation, "google.longrunning.Operations.WaitOperation", wait);
  }
  if (operation.has_error()) throw error_of(operation.error());
  bridge::v1::Model loaded;
  operation.response().UnpackTo(&loaded);
  return Model(connection_, loaded.name());
}

Model Client::model(const std::string& id) const {
  const Model model(connection_, "models/" + id);
  model.get();
  return model;
}

std::vector<bridge::v1::Model> Client::models() const {
  std::vector<bridge::v1::Model> all;
  pages(bridge::v1::ListModelsRequest(), [&](const auto& request) { return BRIDGE_CALL(*connection_, models, ModelService, ListModels, request); },
        [&](const auto& page) { all.insert(all.end(), page.models().begin(), page.models().end()); });
  return all;
}

bridge::v1::Dataset Client::load_dataset(const std::string& id, const std::string& path, const std::vector<std::string>& labels) const {
  bridge::v1::CreateDatasetRequest request;
  request.set_dataset_id(id);
  request.set_path(path);
  for (size_t i = 0; i < labels.size(); i++) (*request.mutable_schema()->mutable_label_ids())[labels[i]] = static_cast<int32_t>(i);
  request.set_request_id(request_id());
  return BRIDGE_CALL(*connection_, datasets, DatasetService, CreateDataset, request);
}

void Client::delete_dataset(const std::string& id) const {
  bridge::v1::DeleteDatasetRequest request;
  request.set_name("datasets/" + id);
  request.set_request_id(request_id());
  BRIDGE_CALL(*connection_, datasets, DatasetService, DeleteDataset, request);
}

bridge::v1::Dataset Client::upload_dataset(const std::string& id, const std::string& rows, const std::vector<std::string>& labels) const {
  grpc::ClientContext context;
  bridge::v1::Dataset dataset;
  const auto writer = connection_->datasets->UploadDataset(&context, &dataset);
  bridge::v1::UploadDatasetRequest message;
  message.mutable_header()->set_dataset_id(id);
  for (size_t i = 0; i < labels.size(); i++) (*message.mutable_header()->mutable_schema()->mutable_label_ids())[labels[i]] = static_cast<int32_t>(i);
  // A write that fails means that the service has answered: the status tells why.
  bool open = writer->Write(message);
  for (size_t offset = 0; open && offset < rows.size(); offset += kChunkBytes) {
    message.mutable_chunk()->set_offset(static_cast<int64_t>(offset));
    message.mutable_chunk()->set_data(rows.substr(offset, kChunkBytes));
    open = writer->Write(message);
  }
  message.mutable_finish()->set_byte_size(static_cast<int64_t>(rows.size()));
  message.mutable_finish()->set_sha256(sha256(rows));
  if (open) writer->Write(message);
  writer->WritesDone();
  require(writer->Finish());
  return dataset;
}

}  // namespace adapterbridge::remote
