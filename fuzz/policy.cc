// rooms: policy
// Any bytes as a policy and as a profile: an error, or a table that answers every door.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "policy/policy.h"
#include "policy/profile.h"
#include "policy/table.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace writ;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  (void)policy::parse_profile(text, "fuzz.toml");
  const auto parsed = policy::Policy::parse(text, "fuzz.toml");
  if (!parsed) return 0;
  policy::Question question;
  (void)policy::explain(parsed->decide(question));
  for (const policy::Example& example : parsed->examples()) {
    const policy::Verdict verdict = parsed->decide(example.question);
    // The fast way and the explained one must never part.
    if (parsed->rule_of(parsed->prepare(example.question)).has_value() != verdict.decided()) __builtin_trap();
    (void)policy::explain(verdict);
  }
  // Walks of millions of combinations are for people, not for a fuzzer.
  if (parsed->table().combinations() > policy::flat_max) return 0;
  const auto findings = parsed->lint();
  if (findings && findings->empty() && !policy::diff(*parsed, *parsed)->empty()) __builtin_trap();
  return 0;
}
