#include "call.hpp"

#include <grpcpp/support/sync_stream.h>

#include <thread>

namespace adapterbridge::remote {

namespace {

bridge::v1::CreateHeadRequest head_request(const std::string& parent, const std::string& id, std::optional<uint64_t> seed) {
  bridge::v1::CreateHeadRequest request;
  request.set_parent(parent);
  request.set_head_id(id);
  if (seed) request.set_seed(*seed);
  request.set_request_id(request_id());
  return request;
}

// Model, setup and outputs of a forward pass, which two messages hold.
template <class Message>
void aim(Message* message, const std::string& model, const Setup& setup, const std::vector<std::string>& outputs) {
  message->set_model(model);
  if (!setup.composition.empty() || !setup.heads.empty() || !setup.embedding.empty()) *message->mutable_setup() = to_proto(setup);
  for (const auto& output : outputs) message->add_outputs(output);
}

template <class Message>
Tensors tensors_of(const Message& message) {
  Tensors found;
  for (const auto& [name, tensor] : message.outputs()) found.emplace(name, from_proto(tensor));
  return found;
}

}  // namespace

bridge::v1::Model Model::get() const {
  bridge::v1::GetModelRequest request;
  request.set_name(name_);
  return BRIDGE_CALL(*connection_, models, ModelService, GetModel, request);
}

void Model::unload() const {
  bridge::v1::UnloadModelRequest request;
  request.set_name(name_);
  request.set_request_id(request_id());
  BRIDGE_CALL(*connection_, models, ModelService, UnloadModel, request);
}

bridge::v1::Adapter Model::create_adapter(const std::string& id, const std::string& config, std::optional<uint64_t> seed) const {
  bridge::v1::CreateAdapterRequest request;
  request.set_parent(name_);
  request.set_adapter_id(id);
  request.set_config_string(config);
  if (seed) request.set_seed(*seed);
  request.set_request_id(request_id());
  return BRIDGE_CALL(*connection_, adapters, AdapterService, CreateAdapter, request);
}

bridge::v1::Adapter Model::adapter(const std::string& id) const {
  bridge::v1::GetAdapterRequest request;
  request.set_name(name_ + "/adapters/" + id);
  return BRIDGE_CALL(*connection_, adapters, AdapterService, GetAdapter, request);
}

std::vector<bridge::v1::Adapter> Model::adapters() const {
  std::vector<bridge::v1::Adapter> all;
  bridge::v1::ListAdaptersRequest first;
  first.set_parent(name_);
  pages(first, [&](const auto& request) { return BRIDGE_CALL(*connection_, adapters, AdapterService, ListAdapters, request); },
        [&](const auto& page) { all.insert(all.end(), page.adapters().begin(), page.adapters().end()); });
  return all;
}

void Model::delete_adapter(const std::string& id) const {
  bridge::v1::DeleteAdapterRequest request;
  request.set_name(name_ + "/adapters/" + id);
  request.set_request_id(request_id());
  BRIDGE_CALL(*connection_, adapters, AdapterService, DeleteAdapter, request);
}

void Model::merge_adapter(const std::string& id) const {
  bridge::v1::MergeAdapterRequest request;
  request.set_name(name_ + "/adapters/" + id);
  BRIDGE_CALL(*connection_, adapters, AdapterService, MergeAdapter, request);
}

void Model::reset_merged() const {
  bridge::v1::ResetMergedAdaptersRequest request;
  request.set_parent(name_);
  BRIDGE_CALL(*connection_, adapters, AdapterService, ResetMergedAdapters, request);
}

bridge::v1::LoadAdapterResponse Model::load_adapter(const std::string& folder, const std::string& id) const {
  bridge::v1::LoadAdapterRequest request;
  request.set_parent(name_);
  request.set_path(folder);
  request.set_adapter_id(id);
  request.set_request_id(request_id());
  return BRIDGE_CALL(*connection_, adapters, AdapterService, LoadAdapter, request);
}

void Model::save_adapter(const std::string& id, const std::string& folder, const std::string& head) const {
  bridge::v1::SaveAdapterRequest request;
  request.set_name(name_ + "/adapters/" + id);
  request.set_path(folder);
  if (!head.empty()) request.set_head(name_ + "/heads/" + head);
  request.set_request_id(request_id());
  BRIDGE_CALL(*connection_, adapters, AdapterService, SaveAdapter, request);
}

bridge::v1::Head Model::create_head(const std::string& id, const std::vector<std::string>& labels, std::optional<uint64_t> seed) const {
  auto request = head_request(name_, id, seed);
  for (const auto& label : labels) request.mutable_config()->mutable_classification()->add_labels(label);
  return BRIDGE_CALL(*connection_, heads, HeadService, CreateHead, request);
}

bridge::v1::Head Model::create_head_json(const std::string& id, const std::string& json, std::optional<uint64_t> seed) const {
  auto request = head_request(name_, id, seed);
  request.mutable_config()->set_json(json);
  return BRIDGE_CALL(*connection_, heads, HeadService, CreateHead, request);
}

void Model::delete_head(const std::string& id) const {
  bridge::v1::DeleteHeadRequest request;
  request.set_name(name_ + "/heads/" + id);
  request.set_request_id(request_id());
  BRIDGE_CALL(*connection_, heads, HeadService, DeleteHead, request);
}

Tensors Model::forward(const Tensors& inputs, const Setup& setup, const std::vector<std::string>& outputs) const {
  bool large = false;
  size_t total = 0;
  bridge::v1::RunForwardRequest request;
  aim(&request, name_, setup, outputs);
  for (const auto& [name, tensor] : inputs) {
    large = large || tensor.data.size() > kInlineBytes || (total += tensor.data.size()) > 3 * kInlineBytes;
    if (!large) to_proto(tensor, &(*request.mutable_inputs())[name]);
  }
  if (large) return stream(inputs, setup, outputs);
  try {
    return tensors_of(BRIDGE_CALL(*connection_, inference, InferenceService, RunForward, request));
  } catch (const Error& error) {
    if (error.reason() != "TENSOR_TOO_LARGE") throw;
    return stream(inputs, setup, outputs);
  }
}

Tensors Model::forward_texts(const std::vector<std::string>& texts, const Setup& setup, const std::vector<std::string>& outputs) const {
  bridge::v1::RunForwardRequest request;
  aim(&request, name_, setup, outputs);
  for (const auto& text : texts) request.mutable_texts()->add_texts(text);
  return tensors_of(BRIDGE_CALL(*connection_, inference, InferenceService, RunForward, request));
}

Tensors Model::stream(const Tensors& inputs, const Setup& setup, const std::vector<std::string>& outputs) const {
  grpc::ClientContext context;
  const auto call = connection_->inference->StreamForward(&context);
  // Sent aside, so that an answer is read while inputs are still on their way.
  std::thread sending([&] {
    bridge::v1::StreamForwardRequest message;
    aim(message.mutable_start(), name_, setup, outputs);
    bool open = call->Write(message);
    for (const auto& [name, tensor] : inputs) {
      open = open && in_pieces(name, tensor, [&](const bridge::v1::TensorChunk& chunk) {
        *message.mutable_tensor() = chunk;
        return call->Write(message);
      });
    }
    message.mutable_run()->set_batch_id(1);
    if (open) call->Write(message);
    call->WritesDone();
  });
  Tensors found;
  Tensor pending;
  std::string name, damaged;
  bridge::v1::StreamForwardResponse message;
  while (call->Read(&message)) {
    if (message.has_result()) {
      found.merge(tensors_of(message.result()));
    } else if (message.tensor().has_header()) {
      const auto& header = message.tensor().header();
      name = header.name();
      pending = {header.data_type(), {header.shape().begin(), header.shape().end()}, {}};
      pending.data.reserve(static_cast<size_t>(header.byte_size()));
    } else if (message.tensor().has_trailer()) {
      if (message.tensor().trailer().has_crc32c() && message.tensor().trailer().crc32c() != crc32c(pending.data)) damaged = name;
      found.emplace(name, std::move(pending));
    } else {
      pending.data += message.tensor().data();
    }
  }
  sending.join();
  require(call->Finish());
  if (!damaged.empty()) throw Error(grpc::StatusCode::DATA_LOSS, "CHECKSUM_MISMATCH", "tensor \"" + damaged + "\" arrived damaged");
  return found;
}

std::vector<Label> Model::classify(const std::vector<std::string>& texts, const Setup& setup) const {
  bridge::v1::ClassifyRequest request;
  request.set_model(name_);
  *request.mutable_setup() = to_proto(setup);
  for (const auto& text : texts) request.add_texts(text);
  std::vector<Label> labels;
  const auto response = BRIDGE_CALL(*connection_, inference, InferenceService, Classify, request);
  for (const auto& found : response.classifications()) {
    Label label{found.label(), {}};
    for (const auto& score : found.scores()) label.scores[score.label()] = score.score();
    labels.push_back(std::move(label));
  }
  return labels;
}

Job Model::train(const std::string& adapter, const std::string& dataset, const bridge::v1::TrainingOptions& options) const {
  bridge::v1::TrainingSpec spec;
  spec.add_adapters(adapter);
  spec.add_heads(adapter);
  spec.set_dataset("datasets/" + dataset);
  *spec.mutable_options() = options;
  return train(spec);
}

Job Model::train(const bridge::v1::TrainingSpec& spec) const {
  bridge::v1::CreateTrainingJobRequest request;
  request.set_parent(name_);
  *request.mutable_spec() = spec;
  request.set_request_id(request_id());
  return Job(connection_, BRIDGE_CALL(*connection_, training, TrainingService, CreateTrainingJob, request).name());
}

}  // namespace adapterbridge::remote
