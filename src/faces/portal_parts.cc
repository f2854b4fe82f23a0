#include "faces/portal_parts.h"

#include "app/documents.h"
#include "app/portal_store.h"
#include "crypto/key_facts.h"
#include "crypto/recipient_key.h"
#include "faces/portal_accounts.h"
#include "legal/vocabulary.h"
#include "policy/profile.h"

namespace writ::faces {

using namespace page;

namespace {

constexpr std::chrono::minutes tick_takes{20};

}  // namespace

std::vector<portal::CategoryLine> categories_of(app::Deployment& deployment) {
  std::vector<portal::CategoryLine> lines;
  const auto profile = policy::parse_profile(deployment.settings.profile, "profile");
  if (!profile) return lines;  // it was read when the deployment was opened
  for (const auto& [code, kept] : profile->categories)
    lines.push_back({.code = code, .held = kept.held, .retention_days = kept.retention_days, .reason = kept.reason});
  return lines;
}

portal::Context context(Call& call, Faults errors) {
  return {.t = words(call), .csrf = call.form_key, .errors = std::move(errors)};
}

http::Response portal_page(Call& call, PortalPage parts) {
  return page_of(call, {.title = std::move(parts.title),
                        .main = std::move(parts.main),
                        .status = parts.status,
                        .scripts = std::move(parts.scripts)});
}

portal::KeyLine key_line(Call& call) {
  portal::KeyLine line;
  const std::string& key = call.person().public_key;
  if (key.empty()) return line;
  line.present = true;
  const base::Time now = call.deployment().clock.now();
  if (const auto facts = crypto::key_facts(key, now)) {
    line.kind = facts->certificate ? "cms" : "openpgp";
    line.fingerprint = crypto::grouped_fingerprint(facts->fingerprint);
    line.expires = facts->until;
  }
  if (const auto good = crypto::check_recipient_key(key, now); !good) line.problem = good.error().rule;
  return line;
}

portal::OfficerView officer_view(Call& call) {
  const people::Person& person = call.person();
  return {.name = person.name,
          .email = person.email,
          .agency = person.agency,
          .country = person.country,
          .key = key_line(call)};
}

base::Result<LoadedDraft> load_draft(Call& call) {
  app::Deployment& deployment = call.deployment();
  TRY(app::Draft draft, app::Drafts(deployment).find(call.person().id, call.param("id")));
  LoadedDraft loaded{.draft = draft,
                     .view = {.id = draft.id,
                              .road = draft.road,
                              .now = deployment.clock.now(),
                              .expires = draft.expires(),
                              .fields = draft.fields,
                              .officer = officer_view(call),
                              .documents = {},
                              .accounts = {},
                              .categories = categories_of(deployment)}};
  TRY(const auto documents, app::Documents(deployment).list(app::Drafts::subject_of(draft.id)));
  for (const app::Document& one : documents)
    loaded.view.documents.push_back({one.id, one.name, one.type, one.bytes, base::to_hex(one.sha256)});
  loaded.view.accounts = read_accounts(words(call), draft.fields, deployment.clock.now()).view;
  return loaded;
}

base::Time receipt_due(base::Time time) { return base::day_of(time) + std::chrono::days(1) + tick_takes; }

std::string stage_of(casework::State state) {
  switch (state) {
    case casework::State::received:
      return "checking";
    case casework::State::verified:
    case casework::State::drafted:
      return "deciding";
    default:
      return std::string(casework::name_of(state));
  }
}

}  // namespace writ::faces
