// What was preserved on a request: until when it is kept, and its one extension.
#pragma once

#include "portal/values.h"

namespace writ::portal {

/// Nothing here depends on whether anything was found.
struct PreservationView {
  std::string ref;
  std::string instrument;
  base::Time made_at;
  base::Time until;
  bool waiting = false;  // a source has not answered yet
  bool extended = false;
  std::string no_extension;  // code: ended, extended, law, case_ended; empty: it can be extended
  std::chrono::days extension{0};

  bool ended() const { return no_extension == "ended"; }
  base::Time extended_until() const { return until + extension; }
  std::string url() const { return "/portal/requests/" + ref + "/preservation"; }
};

struct PreservationList {
  base::Time now;
  std::vector<PreservationView> rows;
  std::size_t page = 1;  // from 1
  bool more = false;
};

page::Html preservation_list_page(const Context& context, const PreservationList& list);
/// The question whether to extend, or why that cannot be.
page::Html preservation_page(const Context& context, const PreservationView& view);

/// Inside the room: on the page of the request, and where the officer is told what needs an answer.
page::Html preservation_part(const Context& context, const PreservationView& view, bool own);
page::Html preservation_ends_line(const Context& context, const PreservationView& view);

}  // namespace writ::portal
