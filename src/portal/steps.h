// The steps of a request that is being filled in: their fields, what is wrong with them, how far each is.
#pragma once

#include <span>

#include "portal/values.h"

namespace writ::portal {

enum class Progress : std::uint8_t { not_started, started, done };

struct Step {
  std::string_view slug;  // last part of its address; also the end of its texts' keys
  std::span<const std::string_view> fields;
};

/// In the order of the task list. The emergency road has one short page.
std::span<const Step> steps_of(std::string_view road);
/// nullptr if that road has no such step.
const Step* find_step(std::string_view road, std::string_view slug);
/// The one after it; nullptr after the last.
const Step* step_after(std::string_view road, std::string_view slug);

/// Every fault of what was typed, each beside its field, in the order of the page.
std::vector<page::FieldError> faults_of(const page::Locale& t, const DraftView& draft, std::string_view slug);
Progress progress_of(const page::Locale& t, const DraftView& draft, std::string_view slug);

/// Instruments that this road offers.
std::vector<std::string> instruments_of(std::string_view road);
/// The codes chosen under "data sought", of those that are held.
std::vector<std::string> data_sought(const DraftView& draft);
/// nullopt if nothing was typed or it is no day.
std::optional<base::Day> typed_day(const Fields& fields, const std::string& name);
/// One address a line.
std::vector<std::string> colleagues_of(const Fields& fields);

}  // namespace writ::portal
