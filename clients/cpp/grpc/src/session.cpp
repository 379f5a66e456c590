#include <adapterbridge/remote/session.hpp>
#include <grpcpp/support/sync_stream.h>

#include "call.hpp"

namespace adapterbridge::remote {

using bridge::v1::RunTrainingSessionRequest;
using bridge::v1::RunTrainingSessionResponse;

struct TrainingSession::Call {
  grpc::ClientContext context;
  std::unique_ptr<grpc::ClientReaderWriter<RunTrainingSessionRequest, RunTrainingSessionResponse>> stream;

  // The status of a call that has ended; throws where it failed.
  [[noreturn]] void end() {
    const auto status = stream->Finish();
    stream.reset();
    require(status);
    throw Error(grpc::Status(grpc::StatusCode::FAILED_PRECONDITION, "the training session has ended"));
  }
};

TrainingSession::TrainingSession(std::shared_ptr<Connection> connection, const bridge::v1::TrainingSessionStart& start)
    : connection_(std::move(connection)), call_(std::make_unique<Call>()) {
  call_->stream = connection_->sessions->RunTrainingSession(&call_->context);
  RunTrainingSessionRequest request;
  *request.mutable_start() = start;
  id_ = ask(request, {}, RunTrainingSessionResponse::kStarted).started().session_id();
}

TrainingSession::TrainingSession(TrainingSession&&) noexcept = default;

TrainingSession::~TrainingSession() {
  if (!call_ || !call_->stream) return;
  call_->context.TryCancel();
  RunTrainingSessionResponse rest;
  while (call_->stream->Read(&rest)) continue;
  call_->stream->Finish();
}

bridge::v1::StepResult TrainingSession::step(bridge::v1::TrainingBatch batch, const Tensors& tensors) {
  RunTrainingSessionRequest request;
  request.mutable_train()->Swap(&batch);
  return ask(request, tensors, RunTrainingSessionResponse::kStep).step();
}

bridge::v1::StepResult TrainingSession::step(const std::vector<std::string>& texts, const std::vector<std::string>& labels) {
  bridge::v1::TrainingBatch batch;
  for (const auto& text : texts) batch.mutable_texts()->add_texts(text);
  for (const auto& label : labels) batch.add_label_names(label);
  return step(std::move(batch));
}

bridge::v1::BatchEvaluation TrainingSession::evaluate(bridge::v1::TrainingBatch batch, const Tensors& tensors) {
  RunTrainingSessionRequest request;
  request.mutable_evaluate()->Swap(&batch);
  return ask(request, tensors, RunTrainingSessionResponse::kEvaluation).evaluation();
}

int64_t TrainingSession::publish() {
  RunTrainingSessionRequest request;
  request.mutable_publish();
  return ask(request, {}, RunTrainingSessionResponse::kPublished).published().step();
}

bridge::v1::TrainingSessionResult TrainingSession::finish() {
  RunTrainingSessionRequest request;
  request.mutable_finish();
  return ask(request, {}, RunTrainingSessionResponse::kResult).result();
}

TrainingSession Model::session(const std::string& adapter, const bridge::v1::TrainingOptions& options) const {
  bridge::v1::TrainingSessionStart start;
  start.add_adapters(adapter);
  start.add_heads(adapter);
  *start.mutable_options() = options;
  return session(std::move(start));
}

TrainingSession Model::session(bridge::v1::TrainingSessionStart start) const {
  start.set_model(name_);
  return TrainingSession(connection_, start);
}

RunTrainingSessionResponse TrainingSession::ask(const RunTrainingSessionRequest& request, const Tensors& tensors, RunTrainingSessionResponse::PartCase due) {
  if (!call_->stream) throw Error(grpc::Status(grpc::StatusCode::FAILED_PRECONDITION, "the training session has ended"));
  auto& stream = *call_->stream;
  bool open = true;
  for (const auto& [name, tensor] : tensors) {
    if (!open) break;
    RunTrainingSessionRequest piece;
    open = in_pieces(name, tensor, [&](const bridge::v1::TensorChunk& chunk) {
      *piece.mutable_tensor() = chunk;
      return stream.Write(piece);
    });
  }
  if (open) stream.Write(request);
  RunTrainingSessionResponse answer;
  bridge::v1::Tensor logits;
  bool in_pieces = false;
  // An answer, or its failure, is read even where writing failed: it says why.
  while (stream.Read(&answer)) {
    if (answer.part_case() == due) {
      if (in_pieces && answer.has_step()) answer.mutable_step()->mutable_logits()->Swap(&logits);
      if (in_pieces && answer.has_evaluation()) answer.mutable_evaluation()->mutable_logits()->Swap(&logits);
      return answer;
    }
    if (answer.tensor().has_header()) {
      in_pieces = true;
      logits.set_data_type(answer.tensor().header().data_type());
      *logits.mutable_shape() = answer.tensor().header().shape();
    } else {
      logits.mutable_data()->append(answer.tensor().data());
    }
  }
  call_->end();
}

}  // namespace adapterbridge::remote
