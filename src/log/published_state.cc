#include "log/published_state.h"

#include <algorithm>

#include "log/format/policy.h"

namespace writ::log {

base::Result<std::optional<PublishedState>> published_state(const base::Host& host, const base::Files& files,
                                                            const base::Path& log_folder,
                                                            const base::Path& policy_file) {
  const auto signed_note = files.read(log_folder / "checkpoint");
  if (!signed_note && signed_note.error().code == base::Errc::not_found) return std::nullopt;
  TRY_VOID(signed_note);
  TRY(const std::string text, files.read(policy_file));
  TRY(const TrustPolicy policy, parse_policy(host, text));
  TRY(const CheckedCheckpoint checked, check_log_signature(host, policy, *signed_note));
  TRY(const Note note, parse_note(*signed_note));
  PublishedState state{.origin = checked.checkpoint.origin,
                       .size = checked.checkpoint.size,
                       .root = checked.checkpoint.root,
                       .quorum_asked = policy.quorum.has_value(),
                       .quorum_met = checked.quorum_met,
                       .quorum_time = checked.quorum_time};
  for (const QuorumNode& node : policy.nodes) {
    if (!node.key) continue;
    const bool has_line =
        std::ranges::any_of(note.lines, [&](const SignatureLine& line) { return is_by(line, *node.key); });
    state.witnesses.push_back({node.key->name, has_line});
  }
  return state;
}

}  // namespace writ::log
