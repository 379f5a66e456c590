// Errors of the service, with what google.rpc.Status carries.
#pragma once

#include <grpcpp/support/status.h>

#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace adapterbridge::remote {

// A call that failed: code, reason for programs ("ADAPTER_NOT_FOUND"), message for people, the values of the message by name, all violations of the request.
class Error : public std::runtime_error {
 public:
  explicit Error(const grpc::Status& status);
  Error(grpc::StatusCode code, std::string reason, const std::string& message);

  grpc::StatusCode code() const noexcept { return code_; }
  const std::string& reason() const noexcept { return reason_; }
  const std::map<std::string, std::string>& metadata() const noexcept { return metadata_; }
  // Field path in the request, and what is wrong with it.
  const std::vector<std::pair<std::string, std::string>>& violations() const noexcept { return violations_; }
  // How long the service asks to wait before the next attempt, in seconds.
  std::optional<double> retry_delay() const noexcept { return retry_delay_; }

 private:
  grpc::StatusCode code_;
  std::string reason_;
  std::map<std::string, std::string> metadata_;
  std::vector<std::pair<std::string, std::string>> violations_;
  std::optional<double> retry_delay_;
};

}  // namespace adapterbridge::remote
