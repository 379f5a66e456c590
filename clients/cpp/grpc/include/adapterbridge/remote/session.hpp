// A training loop of the caller's, batch by batch.
#pragma once

#include <adapterbridge/remote/tensor.hpp>
#include <bridge/v1/sessions.pb.h>

#include <memory>
#include <string>
#include <vector>

namespace adapterbridge::remote {

class Connection;

// An open session, for one thread. However it ends, what it trained is put in place as the last whole step left it: by finish, by its destruction, by an error, by the end of this program. A batch that is
// refused has changed nothing; the session is over then.
class TrainingSession {
 public:
  TrainingSession(std::shared_ptr<Connection> connection, const bridge::v1::TrainingSessionStart& start);
  TrainingSession(TrainingSession&&) noexcept;
  ~TrainingSession();
  // What MODEL_BUSY tells others.
  const std::string& id() const { return id_; }

  // Tensors of any size, which travel before the batch, in pieces where they are large; "labels" among them are its labels. Logits over 1 MiB come back in the answer all the same.
  bridge::v1::StepResult step(bridge::v1::TrainingBatch batch, const Tensors& tensors = {});
  // Texts, and the name of the class of each.
  bridge::v1::StepResult step(const std::vector<std::string>& texts, const std::vector<std::string>& labels);
  bridge::v1::BatchEvaluation evaluate(bridge::v1::TrainingBatch batch, const Tensors& tensors = {});
  // Puts what was trained so far in place; the number of steps.
  int64_t publish();
  bridge::v1::TrainingSessionResult finish();

 private:
  struct Call;
  bridge::v1::RunTrainingSessionResponse ask(const bridge::v1::RunTrainingSessionRequest& request, const Tensors& tensors, bridge::v1::RunTrainingSessionResponse::PartCase due);
  std::shared_ptr<Connection> connection_;
  std::unique_ptr<Call> call_;
  std::string id_;
};

}  // namespace adapterbridge::remote
