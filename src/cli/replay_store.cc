// The cases of a deployment as a replay sees them: what staff established, how the case went, what was found.
#include <nlohmann/json.hpp>

#include "base/progress.h"
#include "cli/replay_source.h"
#include "legal/vocabulary.h"

namespace writ::cli {

namespace {

using casework::CaseFile;
using casework::State;
using Aside = policy::Course::Aside;

constexpr std::size_t cases_max = std::size_t{1} << 30;  // every case

Aside aside_of(const CaseFile& file) {
  if (file.erased) return Aside::erased;
  switch (file.state) {
    case State::withdrawn:
      return Aside::withdrawn;
    case State::duplicate:
      return Aside::duplicate;
    case State::not_authentic:
      return Aside::not_authentic;
    case State::received:
    case State::verified:
    case State::clarification:
    case State::drafted:
    case State::approved:
      // A case that was delivered and is looked at once more has its answer.
      return file.packages.empty() ? Aside::pending : Aside::none;
    case State::delivered:
    case State::acknowledged:
    case State::refused:
    case State::no_data:
      break;
  }
  return Aside::none;
}

/// The staff's own coding, position by position of the request's entry (counted-log.md section 2); the last stands.
void recode(const nlohmann::json& recodes, legal::Request& request) {
  for (const nlohmann::json& one : recodes) {
    const std::string value = one.at("value");
    if (one.at("position") == 10) request.instrument = value;
    if (one.at("position") == 11) request.offence = value;
    if (one.at("position") == 12) request.data_sought = legal::parse_set(value).value_or(legal::CodeSet{});
  }
}

policy::CategoryMask granted_by(const casework::Decision& decision) {
  policy::CategoryMask mask = 0;
  for (const legal::CodeSet& set : decision.granted)
    mask = static_cast<policy::CategoryMask>(mask | policy::mask_of(set));
  return mask;
}

/// Throws nlohmann's exceptions if an event is not what casework wrote.
policy::Course course_of(const CaseFile& file) {
  policy::Course course{.aside = aside_of(file)};
  for (const casework::Decision& decision : file.decisions) {
    course.asked_for = static_cast<policy::CategoryMask>(course.asked_for | granted_by(decision));
  }
  for (const casework::Event& event : file.events) {
    if (event.kind != "delivered") continue;
    const legal::CodeSet disclosed = nlohmann::json::parse(event.detail).at("disclosed");
    course.found = static_cast<policy::CategoryMask>(course.found | policy::mask_of(disclosed));
  }
  course.gathered = !file.packages.empty() || file.state == State::no_data;
  if (!course.gathered) course.asked_for = 0;
  course.users = file.users_affected;
  if (file.decisions.empty() || !file.decisions.back().deviates) return course;
  course.deviates = true;
  course.allowed = granted_by(file.decisions.back());
  course.ground = policy::position_in(legal::grounds(), file.decisions.back().ground).value_or(0);
  return course;
}

base::Result<policy::ReplayCase> case_of(const CaseFile& file, const policy::FactNames& names) {
  if (file.erased)
    return policy::ReplayCase{.received = base::day_of(file.received_at), .course = {.aside = Aside::erased}};
  try {
    legal::Request request = file.request;
    for (const casework::Event& event : file.events) {
      if (event.kind == "verified") recode(nlohmann::json::parse(event.detail).at("recodes"), request);
    }
    policy::ReplayCase item = policy::case_of(request, file.facts, names);
    item.received = base::day_of(file.received_at);
    item.course = course_of(file);
    return item;
  } catch (const nlohmann::json::exception& error) {
    return base::fail(base::Errc::corrupt, "case", file.ref, error.what());
  }
}

}  // namespace

base::Result<std::vector<std::string>> replay_store(const Opened& opened, policy::Replay& replay) {
  const casework::Casework& cases = *opened.deployment->casework;
  TRY(std::vector<std::string> refs, cases.list(std::nullopt, cases_max));
  base::BarProgress progress("replaying");
  for (std::size_t i = 0; i < refs.size(); ++i) {
    progress.step(i + 1, refs.size());
    TRY(const CaseFile file, cases.find(refs[i]));
    TRY(const policy::ReplayCase item, case_of(file, replay.facts()));
    if (auto added = replay.add(item, i + 1); !added) {
      added.error().field = refs[i] + ": " + added.error().field;
      return std::unexpected(std::move(added).error());
    }
  }
  return refs;
}

}  // namespace writ::cli
