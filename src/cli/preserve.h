// `writ preserve`: snapshots of what was held at receipt; their terms, extension and use.
#pragma once

#include <string>

#include "cli/commands.h"

namespace writ::cli {

struct PreserveListArguments : ActorArguments {};
int run_preserve_list(const PreserveListArguments& arguments);

int run_preserve_extend(const CaseArguments& arguments);

struct PreserveUseArguments : CaseArguments {
  std::string from;  // reference of the case whose snapshot answers this one too
};
int run_preserve_use(const PreserveUseArguments& arguments);

}  // namespace writ::cli
