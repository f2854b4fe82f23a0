// How this deployment's mail leaves it: through the operator's mail server if one is set, else as files in state/outbox.
#pragma once

#include <memory>

#include "app/deployment.h"

namespace writ::app {

/// The password is read from its file each time, so that a new one needs no restart. unavailable: the file cannot be read.
base::Result<std::unique_ptr<notice::MailTransport>> open_mail(Deployment& deployment);

/// One line to `to`, now, so that an operator sees that mail arrives. invalid: not an address.
base::Result<> send_test_mail(Deployment& deployment, const std::string& to);

}  // namespace writ::app
