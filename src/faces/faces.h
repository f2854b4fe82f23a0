// The officers' portal and the staff desk, from HTTP requests to the deployment. Everything that holds for all their
// pages happens here once: who is signed in, who may ask, whether a form is one of ours, what a browser may do with it.
#pragma once

#include <mutex>

#include "faces/call.h"

namespace writ::faces {

class Faces {
 public:
  /// All must outlive it. `lock` guards the deployment; `system_clock` is never a demo's.
  static base::Result<std::unique_ptr<Faces>> open(app::Deployment& deployment, std::mutex& lock,
                                                   const base::Clock& system_clock);

  /// "/desk", "/portal" and all below.
  static bool serves(std::string_view path);
  /// Only paths that it serves. From several threads.
  http::Response handle(const http::Request& request);

  Shared& shared() { return shared_; }

 private:
  Faces(app::Deployment& deployment, std::mutex& lock, const base::Clock& system_clock, const base::Hash& key);
  http::Response answer(Call& call);
  base::Result<> recognise(Call& call, people::Sessions::Use use);

  Shared shared_;
  http::RouteTable table_;
};

}  // namespace writ::faces
