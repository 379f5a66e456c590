#include "call.hpp"

namespace adapterbridge::remote {

bridge::v1::TrainingJob Job::get() const {
  bridge::v1::GetTrainingJobRequest request;
  request.set_name(name_);
  return BRIDGE_CALL(*connection_, training, TrainingService, GetTrainingJob, request);
}

void Job::watch(const std::function<bool(const bridge::v1::TrainingEvent&)>& on_event, int64_t after_sequence) const {
  bridge::v1::WatchTrainingJobRequest request;
  request.set_name(name_);
  request.set_after_sequence(after_sequence);
  for (int attempt = 1;; attempt++) {
    grpc::ClientContext context;
    const auto reader = connection_->training->WatchTrainingJob(&context, request);
    bridge::v1::TrainingEvent event;
    while (reader->Read(&event)) {
      attempt = 1;
      request.set_after_sequence(event.sequence());
      if (on_event(event)) continue;
      context.TryCancel();
      reader->Finish();
      return;
    }
    const auto status = reader->Finish();
    if (status.ok()) return;
    const Error error(status);
    if (status.error_code() != grpc::StatusCode::UNAVAILABLE || attempt >= connection_->options.attempts) throw error;
    Connection::pause(backoff(attempt, error));
  }
}

bridge::v1::TrainingJob Job::wait() const {
  watch([](const auto&) { return true; }, get().last_sequence());
  auto job = get();
  if (job.has_error()) throw error_of(job.error());
  return job;
}

void Job::cancel() const {
  bridge::v1::CancelTrainingJobRequest request;
  request.set_name(name_);
  request.set_request_id(request_id());
  BRIDGE_CALL(*connection_, training, TrainingService, CancelTrainingJob, request);
}

}  // namespace adapterbridge::remote
