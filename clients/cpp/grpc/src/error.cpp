#include <adapterbridge/remote/error.hpp>
#include <google/rpc/error_details.pb.h>
#include <google/rpc/status.pb.h>

namespace adapterbridge::remote {

Error::Error(const grpc::Status& status) : std::runtime_error(status.error_message()), code_(status.error_code()) {
  google::rpc::Status rich;
  if (!rich.ParseFromString(status.error_details())) return;
  for (const auto& detail : rich.details()) {
    google::rpc::ErrorInfo info;
    google::rpc::BadRequest bad;
    google::rpc::RetryInfo retry;
    if (detail.UnpackTo(&info)) {
      reason_ = info.reason();
      metadata_.insert(info.metadata().begin(), info.metadata().end());
    } else if (detail.UnpackTo(&bad)) {
      for (const auto& violation : bad.field_violations()) violations_.emplace_back(violation.field(), violation.description());
    } else if (detail.UnpackTo(&retry)) {
      retry_delay_ = static_cast<double>(retry.retry_delay().seconds()) + retry.retry_delay().nanos() / 1e9;
    }
  }
}

Error::Error(grpc::StatusCode code, std::string reason, const std::string& message) : std::runtime_error(message), code_(code), reason_(std::move(reason)) {}

}  // namespace adapterbridge::remote
