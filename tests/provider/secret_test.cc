#include "provider/secret.h"

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>

using namespace writ;
using namespace writ::provider;

namespace {

class SecretFile {
 public:
  explicit SecretFile(const std::string& content, mode_t mode = 0600)
      : path_(std::filesystem::temp_directory_path() / ("writ-secret-" + std::to_string(getpid()))) {
    base::DiskFiles files;
    REQUIRE(files.write(path_, content));
    ::chmod(path_.c_str(), mode);
  }
  ~SecretFile() { std::filesystem::remove(path_); }
  const base::Path& path() const { return path_; }

 private:
  base::Path path_;
};

}  // namespace

TEST_CASE("a secret is the first line of a file that only its owner reads") {
  const SecretFile file("open sesame\nsecond line\n");
  CHECK(secret_of_file(file.path())->reveal() == "open sesame");
}

TEST_CASE("a secret that others can read, an empty one, too long a one and no file are refused without a word of it") {
  for (const mode_t mode : {0644U, 0640U, 0604U}) {
    const SecretFile file("open sesame\n", mode);
    const auto read = secret_of_file(file.path());
    REQUIRE_FALSE(read);
    CHECK(read.error().code == base::Errc::denied);
    CHECK(read.error().message().find("sesame") == std::string::npos);
  }
  for (const std::string& content :
       {std::string(), std::string("\nsesame\n"), std::string("ses\0ame", 7), std::string(secret_bytes_max + 1, 'x')}) {
    const SecretFile file(content);
    const auto read = secret_of_file(file.path());
    REQUIRE_FALSE(read);
    CHECK(read.error().message().find("ame") == std::string::npos);
  }
  CHECK(secret_of_file("/nonexistent/secret").error().code == base::Errc::not_found);
}

TEST_CASE("a secret may come from the environment, whose variable must be set") {
  ::setenv("WRIT_TEST_SECRET", "open sesame", 1);
  CHECK(secret_of_environment("WRIT_TEST_SECRET")->reveal() == "open sesame");
  ::unsetenv("WRIT_TEST_SECRET");
  CHECK(secret_of_environment("WRIT_TEST_SECRET").error().code == base::Errc::not_found);
}

TEST_CASE("a secret that was moved leaves nothing behind") {
  Secret first("open sesame");
  const Secret second(std::move(first));
  CHECK(second.reveal() == "open sesame");
  CHECK(first.empty());  // NOLINT: the point of the test
}
