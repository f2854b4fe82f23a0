// Officers who ask to be let in: mailbox confirmed by a link, then checked by people over a contact that we found
// ourselves.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/deployment.h"

namespace writ::app {

std::vector<store::Migration> application_migrations();

inline constexpr std::chrono::hours confirm_within{72};      // over a weekend, as an invitation
inline constexpr std::chrono::hours mail_again_after{1};     // nobody's mailbox is filled through this form
inline constexpr std::size_t applications_open_max = 1'000;  // unconfirmed and waiting ones together
inline constexpr std::chrono::days application_age_max{90};  // decided or given up, then erased

struct Application {
  std::string id;  // 32 hex digits
  std::string name;
  std::string email;
  std::string agency;
  std::string country;     // alpha-2
  std::string supervisor;  // a name, as given: never a contact
  std::string state;       // sent, confirmed, approved, refused
  base::Time at;           // of the system's clock: of its last change
  std::string decided_by;  // person id
  std::string contact;     // of the supervisor, and where we found it
  std::string reason;      // of a refusal
  std::string language;    // BCP 47 tag of the pages it was written on: of the letters about it
};

class Applications {
 public:
  /// `system_clock` is never a demo's: a link's age is real time.
  Applications(Deployment& deployment, const base::Clock& system_clock)
      : deployment_(deployment), clock_(system_clock) {}

  /// invalid names the field. Posts the link, unless this address got a letter within the hour. Who has an account gets
  /// a letter that says so instead, and the same is written: neither the answer nor its time tells whether there is one.
  base::Result<> apply(Application application);
  /// denied if the link is unknown, used or too old; alike in all three.
  base::Result<Application> holder(std::string_view secret) const;
  base::Result<> confirm(std::string_view secret);

  /// Confirmed ones, longest waiting first.
  base::Result<std::vector<Application>> waiting() const;
  base::Result<Application> find(const std::string& id) const;
  /// The officer is added and invited by mail. conflict if it was decided already.
  base::Result<> approve(const people::Person& by, const std::string& id, const std::string& contact);
  base::Result<> refuse(const people::Person& by, const std::string& id, const std::string& contact,
                        const std::string& reason);

 private:
  /// `what` names the texts: mail.apply.<what>, then `middle` on lines of its own, then mail.apply.<what>.after.
  base::Result<> post(const Application& application, const std::string& what, const std::string& middle);
  base::Result<> decide(const people::Person& by, const Application& application, const char* state,
                        const std::string& contact, const std::string& reason);

  Deployment& deployment_;
  const base::Clock& clock_;
};

}  // namespace writ::app
