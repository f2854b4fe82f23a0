// `writ mail test`: does mail arrive, before the first notice must.
#include <cstdio>

#include "app/mail.h"
#include "cli/opened.h"

namespace writ::cli {

int run_mail_test(const MailTestArguments& arguments) {
  const auto opened = open_deployment(arguments.root);
  if (!opened) return report_error(opened.error());
  app::Deployment& deployment = *(*opened)->deployment;
  if (const auto sent = app::send_test_mail(deployment, arguments.to); !sent) return report_error(sent.error());
  if (deployment.settings.mail_server.empty())
    std::printf("Written to %s: no mail_server is set, so mail stays on this machine.\n", deployment.layout.outbox().c_str());
  else
    std::printf("Handed to %s.\n", deployment.settings.mail_server.c_str());
  return 0;
}

}  // namespace writ::cli
