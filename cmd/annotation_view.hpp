#pragma once

#include "cmd/command.hpp"
#include "history/annotation.hpp"

#include <array>
#include <string_view>

namespace arch::cmd {

class Context;

inline constexpr std::array annotation_fields_of_json{
    Field{"id", "of the annotation"},
    Field{"article", "the article's key"},
    Field{"capture", "id of the capture of the revision that it is about"},
    Field{"at", "when it was written"},
    Field{"kind", "such as correction or review"},
    Field{"text", "its own words; null if it has none"},
    Field{"visibility", "public, internal or privileged"},
    Field{"fields", "a list of its other lines"},
    Field{"fields[].name", "what the line says"},
    Field{"fields[].value", "the line's text"},
};

/// Prints one annotation with all that it says, for the newsroom's own eyes.
void print_annotation(const history::Annotation& annotation,
                      std::string_view key,
                      bool json,
                      Context& context);

}  // namespace arch::cmd
