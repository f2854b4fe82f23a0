// What needs the officer, all requests, the choice of a road, the account.
#pragma once

#include "portal/preservation_pages.h"
#include "portal/values.h"

namespace writ::portal {

struct HomeRow {
  std::string ref;
  std::string stage;
  bool emergency = false;
  base::Time received_at;
  base::Time due_at;
  base::Time changed;
};

struct DraftRow {
  std::string id;
  std::string road;
  base::Time changed;
  base::Time expires;
};

struct HomeView {
  OfficerView officer;
  base::Time now;
  std::vector<HomeRow> needed;  // waits for an answer or was delivered
  std::size_t needed_more = 0;  // beyond those shown
  std::vector<PreservationView> ending;  // that end soon and can be extended
  bool preserved = false;                // anything at all was
  std::vector<DraftRow> drafts;
  std::vector<HomeRow> rows;
  std::size_t count = 0;
  std::size_t page = 1;  // from 1
  std::size_t rows_a_page = 25;
  Fields filter;  // group, from, to as typed
};

page::Html home_page(const Context& context, const HomeView& view);
page::Html new_page(const Context& context);

struct SessionLine {
  std::string id;
  base::Time started;
  base::Time seen;
  bool here = false;
};

struct AccountView {
  OfficerView officer;
  base::Time now;
  std::vector<SessionLine> sessions;
  std::string language;  // tag
  std::string typed_key;
};

page::Html account_page(const Context& context, const AccountView& view);
/// A banner 30 days before the delivery key ends, and when it has ended; nothing else.
page::Html key_banner(const page::Locale& t, const KeyLine& key, base::Time now);

}  // namespace writ::portal
