// Telling the user: whether, when and in which words (domain.md section 2). Pure; rows and mail are in notice/outbox.h.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "legal/codes.h"
#include "page/locale.h"

namespace writ::notice {

enum class Duty : std::uint8_t { must_notify, may_notify, must_not, must_not_yet };
std::string_view name_of(Duty duty);
std::optional<Duty> duty_of(std::string_view name);

/// What forbids telling. It binds; what an authority merely asks for does not, and is kept apart (Asked).
struct Gag {
  enum class Kind : std::uint8_t { court_order, prosecutor_order, statute };
  Kind kind = Kind::court_order;
  std::string court;  // who imposed it, or the law's name: not empty
  base::Time start;
  std::optional<base::Time> end;  // the first moment at which it no longer binds, the court's zone already applied
  std::string reason;
  std::optional<base::Day> review;  // when staff ask whether it still binds
  bool operator==(const Gag&) const = default;
};
std::string_view name_of(Gag::Kind kind);
std::optional<Gag::Kind> gag_kind(std::string_view name);

/// What the authority asked, as it wrote it. Changes no duty.
struct Asked {
  bool secrecy = false;
  std::string words;
  bool operator==(const Asked&) const = default;
};

struct Situation {
  std::string instrument;  // code of legal::instruments()
  bool promised = true;    // the provider's own rules promise notice to its users
  Asked asked;
  std::vector<Gag> gags;
  base::Time delivered_at;
};

struct Plan {
  Duty duty = Duty::must_not;
  std::optional<base::Time>
      due_at;          // when the notice goes out: at delivery, or 00:00 UTC of the day after the last gag
  std::string reason;  // one sentence for the record, in English; the desk says it from the rest
  std::string logged;  // `given`, `delayed` or `barred` of the notice entry; empty while staff must choose
  std::optional<Gag> gag = std::nullopt;  // the one that decided
  bool only_asked = false;                // secrecy was asked for, and nothing that binds was shown
};

/// EPOC and EPOC-PR: must_not, since the issuing authority informs and the provider keeps secrecy (Regulation (EU)
/// 2023/1543 Art. 13(1) and (4)). A gag without end that binds: must_not; with one: must_not_yet, until no gag binds on
/// the day after. Else must_notify if promised, may_notify if not. invalid names gags[i] and the rule.
base::Result<Plan> decide_notice(const Situation& situation);

/// What a user is told. No field holds an identifier of the user: the mailbox it reaches is enough.
struct UserNotice {
  std::string provider_name;
  std::string reference;  // of the case, for complaints
  std::string country;    // alpha-2 of the authority
  std::string agency;     // named only if not empty
  std::string policy_id;
  legal::CodeSet given;      // categories; not empty
  legal::CodeSet not_given;  // asked for and not given
  base::Day given_on;
  /// Set if the notice comes late: the kind of order, and the day on which it ended.
  struct Delay {
    Gag::Kind kind = Gag::Kind::court_order;
    base::Day until;
  };
  std::optional<Delay> delay;
  std::string check_url;      // https: /notice/ of the public site
  std::string receipt_url;    // https: /receipt/ of the public site
  std::string complaint_url;  // https
  bool synthetic = false;
};

struct Message {
  std::string subject;  // the same for everyone: subjects are shown on locked screens and kept by relays
  std::string body;     // plain text, LF, lines of at most 76 characters where words allow it
};
/// In one language. invalid names the field: no category given, a country that is none, an address that is not https.
base::Result<Message> user_notice(const UserNotice& notice, const page::Locale& t);

}  // namespace writ::notice
