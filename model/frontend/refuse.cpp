#include "model/frontend/refuse.h"

#include <utility>

#include "model/source/error.h"

namespace headway::frontend {

void refuse(source::Span span, const std::string& message, const std::string& hint) {
  throw source::InputError(std::move(span), message, hint);
}

}  // namespace headway::frontend
