#include "support/random_schema.h"

namespace schemac::test {

std::string_view to_string(ChangeKind kind) {
  constexpr std::string_view names[] = {"add_table",
                                        "drop_table",
                                        "rename_table",
                                        "add_column",
                                        "add_column_with_default",
                                        "add_first_column",
                                        "drop_column",
                                        "rename_column",
                                        "widen_type",
                                        "set_default",
                                        "drop_default",
                                        "make_nullable",
                                        "make_not_null",
                                        "add_unique",
                                        "drop_unique",
                                        "add_check",
                                        "drop_check",
                                        "add_index",
                                        "drop_index",
                                        "add_unique_index",
                                        "add_foreign_key",
                                        "drop_foreign_key",
                                        "change_foreign_key_action",
                                        "add_enum_label",
                                        "remove_enum_label",
                                        "rename_enum_label",
                                        "add_generated_column",
                                        "drop_generated_column",
                                        "change_comment",
                                        "add_view",
                                        "drop_view",
                                        "change_view",
                                        "change_primary_key",
                                        "add_seed",
                                        "change_seed"};
  static_assert(std::size(names) == kChangeKinds);
  return names[static_cast<std::size_t>(kind)];
}

}  // namespace schemac::test
