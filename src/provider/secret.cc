#include "provider/secret.h"

#include <string.h>
#include <sys/stat.h>

#include <cstdlib>
#include <utility>

namespace writ::provider {

namespace {

void erase(std::string& text) {
  if (!text.empty()) ::explicit_bzero(text.data(), text.size());
  text.clear();
}

base::Result<Secret> checked(std::string field, std::string where, std::string text) {
  if (const auto line_end = text.find_first_of("\r\n"); line_end != std::string::npos) text.resize(line_end);
  Secret secret(std::move(text));
  if (secret.empty()) return base::invalid(std::move(field), std::move(where), "must hold a secret on its first line");
  if (secret.reveal().size() > secret_bytes_max) {
    return base::invalid(std::move(field), std::move(where),
                         "must hold at most " + std::to_string(secret_bytes_max) + " bytes");
  }
  if (secret.reveal().find('\0') != std::string::npos) {
    return base::invalid(std::move(field), std::move(where), "must hold text without NUL");
  }
  return secret;
}

}  // namespace

Secret::Secret(Secret&& other) noexcept : text_(other.text_) { erase(other.text_); }
Secret& Secret::operator=(Secret&& other) noexcept {
  if (this == &other) return *this;
  erase(text_);
  text_ = other.text_;
  erase(other.text_);
  return *this;
}
Secret::~Secret() { erase(text_); }

base::Result<Secret> secret_of_file(const base::Path& file) {
  struct stat status{};
  if (::stat(file.c_str(), &status) != 0)
    return base::fail(base::Errc::not_found, "secret_file", file.string(), "must name a file that can be read");
  if (!S_ISREG(status.st_mode)) return base::invalid("secret_file", file.string(), "must name a plain file");
  if ((status.st_mode & 0077) != 0) {
    return base::fail(base::Errc::denied, "secret_file", file.string(),
                      "must be readable by its owner only (chmod 600)");
  }
  const base::DiskFiles files;
  auto text = files.read(file, std::size_t{1} << 16);
  if (!text) return std::unexpected(text.error());
  return checked("secret_file", file.string(), std::move(*text));
}

base::Result<Secret> secret_of_environment(const std::string& variable) {
  const char* value = std::getenv(variable.c_str());
  if (value == nullptr)
    return base::fail(base::Errc::not_found, "secret_env", variable, "must name an environment variable that is set");
  return checked("secret_env", variable, value);
}

}  // namespace writ::provider
