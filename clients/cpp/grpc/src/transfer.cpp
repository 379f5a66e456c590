#include "call.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>

namespace adapterbridge::remote {

namespace fs = std::filesystem;

namespace {

std::string read(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw Error(grpc::StatusCode::NOT_FOUND, "FILE_NOT_FOUND", "there is no file \"" + path.string() + "\"");
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

bridge::v1::UploadAdapterResponse Model::upload_adapter(const std::string& folder, const std::string& id) const {
  grpc::ClientContext context;
  bridge::v1::UploadAdapterResponse response;
  std::vector<std::pair<std::string, std::string>> files;
  for (const char* name : {"adapter_config.json", "adapter.safetensors", "head_config.json", "model_head.safetensors"})
    if (fs::exists(fs::path(folder) / name)) files.emplace_back(name, read(fs::path(folder) / name));
  if (files.empty()) throw Error(grpc::StatusCode::NOT_FOUND, "FILE_NOT_FOUND", "\"" + folder + "\" holds no file of an adapter");
  const auto writer = connection_->adapters->UploadAdapter(&context, &response);
  bridge::v1::UploadAdapterRequest message;
  message.mutable_header()->set_parent(name_);
  message.mutable_header()->set_upload_id(request_id());
  message.mutable_header()->set_adapter_id(id);
  bool open = writer->Write(message);
  bridge::v1::UploadAdapterRequest last;
  for (const auto& [name, data] : files) {
    for (size_t offset = 0; open && offset < data.size(); offset += kChunkBytes) {
      auto* chunk = message.mutable_chunk();
      chunk->set_file(name);
      chunk->set_offset(static_cast<int64_t>(offset));
      chunk->set_data(data.substr(offset, kChunkBytes));
      open = writer->Write(message);
    }
    auto* info = last.mutable_finish()->add_files();
    info->set_file(name);
    info->set_byte_size(static_cast<int64_t>(data.size()));
    info->set_sha256(sha256(data));
  }
  if (open) writer->Write(last);
  writer->WritesDone();
  require(writer->Finish());
  return response;
}

void Model::download_adapter(const std::string& id, const std::string& folder, const std::string& head) const {
  bridge::v1::DownloadAdapterRequest request;
  request.set_name(name_ + "/adapters/" + id);
  if (!head.empty()) request.set_head(name_ + "/heads/" + head);
  grpc::ClientContext context;
  const auto reader = connection_->adapters->DownloadAdapter(&context, request);
  std::map<std::string, std::string> files;
  bridge::v1::DownloadHeader header;
  bridge::v1::DownloadAdapterResponse message;
  while (reader->Read(&message)) {
    if (message.has_header()) header = message.header();
    else files[message.chunk().file()] += message.chunk().data();
  }
  require(reader->Finish());
  for (const auto& info : header.files())
    if (sha256(files[info.file()]) != info.sha256()) throw Error(grpc::StatusCode::DATA_LOSS, "CHECKSUM_MISMATCH", "file \"" + info.file() + "\" arrived damaged");
  // Checked whole, then written whole.
  fs::create_directories(folder);
  for (const auto& [name, data] : files) {
    const auto path = fs::path(folder) / name, fresh = fs::path(folder) / (name + ".new");
    std::ofstream file(fresh, std::ios::binary);
    file.write(data.data(), static_cast<std::streamsize>(data.size()));
    file.close();
    if (!file) throw Error(grpc::StatusCode::RESOURCE_EXHAUSTED, "DISK_FULL", "\"" + fresh.string() + "\" cannot be written");
    fs::rename(fresh, path);
  }
}

}  // namespace adapterbridge::remote
