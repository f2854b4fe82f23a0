// The whole server's handler: the API where it serves, else files.
#pragma once

#include "http/api.h"
#include "http/static_files.h"

namespace writ::http {

/// `api` must outlive the handler.
inline Handler front(const Api& api, StaticFiles files) {
  return [&api, files = std::move(files)](const Request& request) {
    return Api::serves(request.path) ? api.handle(request) : files.serve(request);
  };
}

}  // namespace writ::http
