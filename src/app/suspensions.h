// Officers and authorities that are shut out for the time being: their sessions end, their tokens are revoked, and every
// door answers them as it answers a stranger, so that it says nothing about whom it knows. What staff or an agency's
// software sends for them is refused with a sentence, and nothing is handed over. What they sent before is worked on.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "app/deployment.h"

namespace writ::app {

std::vector<store::Migration> suspension_migrations();

struct Suspension {
  std::string reason;
  std::string by;  // person id
  base::Time at;
  bool of_authority = false;  // not of the officer alone
};

class Suspensions {
 public:
  explicit Suspensions(Deployment& deployment) : deployment_(deployment) {}

  /// invalid of the field `suspended` without a reason, or if the person is no officer.
  base::Result<> suspend(const people::Person& officer, const std::string& reason, const std::string& by);
  base::Result<> lift(const people::Person& officer);
  /// Every officer whose agency has this name (letters A to Z in either case) in this country.
  base::Result<> suspend_authority(std::string_view country, std::string_view name, const std::string& reason,
                                   const std::string& by);
  base::Result<> lift_authority(std::string_view country, std::string_view name);

  /// What holds for an officer: the own suspension before that of the authority.
  base::Result<std::optional<Suspension>> of(const people::Person& officer) const;
  base::Result<std::optional<Suspension>> of_authority(std::string_view country, std::string_view name) const;
  /// Of the person with this id; never one of the staff or a service.
  base::Result<bool> suspended(const std::string& person_id) const;
  /// denied in a sentence for whoever sends for the officer.
  base::Result<> check(const people::Person& officer) const;

 private:
  base::Result<> keep(const std::string& subject, const std::string& reason, const std::string& by);
  base::Result<std::optional<Suspension>> find(const std::string& subject) const;
  Deployment& deployment_;
};

}  // namespace writ::app
