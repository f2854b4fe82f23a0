#include "app/mail.h"

#include <algorithm>

#include "notice/smtp.h"

namespace writ::app {

namespace {

constexpr std::size_t password_file_bytes_max = 4096;

}  // namespace

base::Result<std::unique_ptr<notice::MailTransport>> open_mail(Deployment& deployment) {
  const Settings& settings = deployment.settings;
  if (settings.mail_server.empty()) return std::make_unique<notice::FolderTransport>(deployment.files, deployment.layout.outbox());
  std::string password;
  if (!settings.mail_password_file.empty()) {
    TRY(password, static_cast<base::Files&>(deployment.files).read(settings.mail_password_file, password_file_bytes_max));
    password.resize(std::min(password.find_first_of("\r\n"), password.size()));
  }
  return std::make_unique<notice::SmtpTransport>(notice::SmtpOptions{settings.mail_server, settings.mail_user, std::move(password)});
}

base::Result<> send_test_mail(Deployment& deployment, const std::string& to) {
  if (!notice::is_mail_address(to)) return base::invalid("--to", to, "must be one mail address");
  TRY(const auto mail, open_mail(deployment));
  const base::Time now = deployment.clock.now();
  return mail->send({.id = "writ-test-" + std::to_string(base::unix_seconds(now)),
                     .from = deployment.settings.mail_from,
                     .to = to,
                     .date = now,
                     .subject = "A test of this service's mail",
                     .body = "Mail of " + deployment.settings.provider_name + " leaves Writ and arrives here.\n"});
}

}  // namespace writ::app
