// A client of the service. Calls block; any thread may make them. Calls that state no deadline have that of the options; streams have none. What failed with UNAVAILABLE is tried
// again where doing it twice is the same as once.
#pragma once

#include <adapterbridge/remote/error.hpp>
#include <adapterbridge/remote/session.hpp>
#include <adapterbridge/remote/tensor.hpp>
#include <bridge/v1/adapters.pb.h>
#include <bridge/v1/datasets.pb.h>
#include <bridge/v1/heads.pb.h>
#include <bridge/v1/models.pb.h>
#include <bridge/v1/server.pb.h>
#include <bridge/v1/training.pb.h>
#include <grpcpp/channel.h>

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace adapterbridge::remote {

struct Options {
  std::chrono::milliseconds timeout{30000};
  // How often a call is tried that is safe to repeat.
  int attempts = 4;
};

// Which adapters and token embeddings act and which heads run: "Stack(a, Parallel(b, c))". `Setup{}` is the base model alone.
struct Setup {
  std::string composition;
  std::vector<std::string> heads;
  std::string embedding{};  // an id; empty for the model's own
};

struct Label {
  std::string name;
  std::map<std::string, float> scores;
};

class Connection;

// A training job.
class Job {
 public:
  Job(std::shared_ptr<Connection> connection, std::string name) : connection_(std::move(connection)), name_(std::move(name)) {}
  // models/{model}/trainingJobs/{job}.
  const std::string& name() const { return name_; }
  bridge::v1::TrainingJob get() const;
  // Calls back with each event once, to the terminal one; goes on by itself where the connection breaks. False from the callback ends the watch, not the job.
  void watch(const std::function<bool(const bridge::v1::TrainingEvent&)>& on_event, int64_t after_sequence = 0) const;
  // The job at its end. Throws the error of a job that failed.
  bridge::v1::TrainingJob wait() const;
  void cancel() const;

 private:
  std::shared_ptr<Connection> connection_;
  std::string name_;
};

// A loaded model, with its adapters and heads.
class Model {
 public:
  Model(std::shared_ptr<Connection> connection, std::string name) : connection_(std::move(connection)), name_(std::move(name)) {}
  // models/{model}.
  const std::string& name() const { return name_; }
  bridge::v1::Model get() const;

  bridge::v1::Adapter create_adapter(const std::string& id, const std::string& config, std::optional<uint64_t> seed = {}) const;
  bridge::v1::Adapter adapter(const std::string& id) const;
  std::vector<bridge::v1::Adapter> adapters() const;
  void delete_adapter(const std::string& id) const;
  // Into the base's weights, and out of them bit for bit.
  void merge_adapter(const std::string& id) const;
  void reset_merged() const;
  // Folders of the server, in AdapterHub's form.
  bridge::v1::LoadAdapterResponse load_adapter(const std::string& folder, const std::string& id = {}) const;
  void save_adapter(const std::string& id, const std::string& folder, const std::string& head = {}) const;
  // Folders of this machine, in pieces with checksums.
  bridge::v1::UploadAdapterResponse upload_adapter(const std::string& folder, const std::string& id = {}) const;
  void download_adapter(const std::string& id, const std::string& folder, const std::string& head = {}) const;

  bridge::v1::Head create_head(const std::string& id, const std::vector<std::string>& labels, std::optional<uint64_t> seed = {}) const;
  // Any kind: the "config" object of head_config.json.
  bridge::v1::Head create_head_json(const std::string& id, const std::string& json, std::optional<uint64_t> seed = {}) const;
  void delete_head(const std::string& id) const;

  // Tensors by name in, tensors by name out; those over 1 MiB travel in pieces by themselves.
  Tensors forward(const Tensors& inputs, const Setup& setup = {}, const std::vector<std::string>& outputs = {}) const;
  Tensors forward_texts(const std::vector<std::string>& texts, const Setup& setup = {}, const std::vector<std::string>& outputs = {}) const;
  std::vector<Label> classify(const std::vector<std::string>& texts, const Setup& setup) const;

  // Starts a job that trains an adapter and the head of the same name on a dataset.
  Job train(const std::string& adapter, const std::string& dataset, const bridge::v1::TrainingOptions& options = {}) const;
  Job train(const bridge::v1::TrainingSpec& spec) const;
  // A training loop of the caller's over an adapter and the head of the same name; the start's model is filled in.
  TrainingSession session(const std::string& adapter, const bridge::v1::TrainingOptions& options = {}) const;
  TrainingSession session(bridge::v1::TrainingSessionStart start) const;
  void unload() const;

 private:
  Tensors stream(const Tensors& inputs, const Setup& setup, const std::vector<std::string>& outputs) const;
  std::shared_ptr<Connection> connection_;
  std::string name_;
};

class Client {
 public:
  // "host:port" or "unix:/path".
  explicit Client(const std::string& address, Options options = {});
  bridge::v1::ServerInfo info() const;
  // Loads a Hugging Face folder of the server and waits for it.
  Model load(const std::string& path, const std::string& id = {}) const;
  Model model(const std::string& id) const;
  std::vector<bridge::v1::Model> models() const;
  // JSON lines, {"text": ..., "label": ...}, in pieces with checksums. labels: their names in the order of their ids; empty numbers them as they appear.
  bridge::v1::Dataset upload_dataset(const std::string& id, const std::string& rows, const std::vector<std::string>& labels = {}) const;
  // The same from a file of the server.
  bridge::v1::Dataset load_dataset(const std::string& id, const std::string& path, const std::vector<std::string>& labels = {}) const;
  void delete_dataset(const std::string& id) const;
  std::shared_ptr<grpc::Channel> channel() const;

 private:
  std::shared_ptr<Connection> connection_;
};

}  // namespace adapterbridge::remote
