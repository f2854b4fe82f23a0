// The synthetic stream of legal requests: what arrives when, and what the demo's staff do with it. Seeded; drawn so that
// the published figures of demo/calibration.h come out if every step of the pipeline works.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/random.h"
#include "base/result.h"
#include "base/time.h"
#include "demo/messenger.h"
#include "legal/request.h"

namespace writ::demo {

/// One officer of the demo who may send requests.
struct Sender {
  std::string email;
  std::string agency;
  std::string country;
};

/// What the demo's staff do, and when. A time that is absent is a step that is not taken.
struct StaffScript {
  legal::Facts facts;
  std::optional<std::string> recoded_offence;          // the staff's own coding, where it differs
  std::optional<std::string> refused_on_ground;        // a deviation: the policy would give, people refuse
  base::Time verify;
  std::optional<base::Time> withdrawn;
  std::optional<base::Time> draft;
  std::optional<base::Time> first_approval;
  std::optional<base::Time> second_approval;
  std::optional<base::Time> deliver;
};

struct StreamCase {
  base::Time arrives;
  std::string sender;          // e-mail of the officer
  std::string request;         // the request exactly as submitted: one JSON object of docs/formats/request.md
  StaffScript staff;
};

struct StreamOptions {
  std::uint64_t seed = 2024;
  std::vector<SampleAccount> accounts;   // of the sample messenger, some thousands
  std::vector<Sender> senders;           // at least one for each country of calibration()
};

/// Ascending by arrival.
std::vector<StreamCase> make_stream(const StreamOptions& options);

/// One line of JSON, schema "writ-demo-case/v1", and back. A reader can delete a line and run the rest.
std::string to_line(const StreamCase& item);
base::Result<StreamCase> from_line(std::string_view line);
/// The request alone with the facts that staff established and the time of receipt, as `writ policy replay` reads it
/// (docs/formats/replay.md).
std::string replay_line(const StreamCase& item);

}  // namespace writ::demo
