// Mail to officers, written now and sent by a job: a page that has something to say by mail neither waits for a mail
// server nor tells by its time whether it wrote. What users are told goes by notice::Outbox instead, which knows gags.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "app/deployment.h"
#include "page/locale.h"

namespace writ::app {

std::vector<store::Migration> letter_migrations();

inline constexpr int letter_tries_max = 24;  // one an hour after a refusal: a day, then a person must look

struct Letter {
  std::string id;       // as notice::Mail::id
  std::string to;       // address
  std::string subject;  // UTF-8, one line
  std::string body;     // UTF-8, LF
};

/// Takes part in the caller's transaction. A letter of the same id that still waits stays as it is. Lies sealed until
/// it is sent, since it may hold the secret of a link; then it is deleted.
base::Result<> post_letter(Deployment& deployment, const Letter& letter);
base::Result<std::int64_t> letters_waiting(Deployment& deployment);

/// Does work while whoever else needs the deployment may have it.
using LetGo = std::function<void(const std::function<void()>& work)>;

/// The job: sends what is due, oldest first; only the sending itself runs inside `let_go`. One that was refused is tried
/// again every hour, and given up after letter_tries_max with a line in the desk's audit. Gives when to look again.
base::Result<std::optional<base::Time>> send_letters(Deployment& deployment, const LetGo& let_go);

/// The language that the person at this address chose in the portal; English if nobody did.
const page::Locale& language_for(Deployment& deployment, const std::string& email);

}  // namespace writ::app
