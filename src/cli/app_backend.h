// The API's backend over a deployment. Casework takes one thread at a time, so every call holds the lock that the
// server's own loop holds while it does what is due.
#pragma once

#include <mutex>

#include "app/desk.h"
#include "http/api.h"

namespace writ::cli {

class AppBackend final : public http::ApiBackend {
 public:
  AppBackend(app::Deployment& deployment, std::mutex& lock) : deployment_(deployment), desk_(deployment), lock_(lock) {}

  base::Result<people::Person> authenticate(std::string_view token) override;
  std::expected<std::vector<http::Submitted>, http::Refusal> submit(const people::Person& person, std::vector<legal::Request> requests) override;
  base::Result<std::string> case_view(const people::Person& person, const std::string& ref) override;
  base::Result<std::vector<http::ReceiptFile>> receipt(const people::Person& person, const std::string& ref) override;
  base::Result<std::vector<http::PublishedReport>> reports() override;
  base::Result<std::string> report(const base::Period& period) override;

 private:
  app::Deployment& deployment_;
  app::Desk desk_;
  std::mutex& lock_;   // of the deployment
};

}  // namespace writ::cli
