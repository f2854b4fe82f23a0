// Mail handed to the operator's own mail server (RFC 5321 submission by libcurl).
#pragma once

#include <string>

#include "notice/outbox.h"

namespace writ::notice {

struct SmtpOptions {
  std::string url;       // smtp://host[:port] or smtps://host[:port]
  std::string user;      // empty: no sign-in
  std::string password;  // never logged; comes from a file
};

/// invalid names `field` and the rule: another scheme, a name or password inside the address, a path.
base::Result<> check_smtp_url(std::string_view field, std::string_view url);

/// Plain SMTP is for a server on this machine only; to any other TLS is required, by STARTTLS where the scheme is smtp.
class SmtpTransport final : public MailTransport {
 public:
  explicit SmtpTransport(SmtpOptions options) : options_(std::move(options)) {}
  /// unavailable: the server cannot be reached, does not let us in or has no TLS that checks out: no mail can go now.
  /// denied: it refused this mail, with its code; others may pass.
  base::Result<> send(const Mail& mail) override;

 private:
  SmtpOptions options_;
};

}  // namespace writ::notice
