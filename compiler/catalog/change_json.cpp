// Changes as JSON: {"kind": "AddColumn", "change": {…}}, the kinds being the names of the variant's alternatives.
#include "base/text.h"
#include "catalog/change.h"
#include "catalog/json_read.h"

namespace schemac::catalog {

namespace {

template <std::size_t I = 0>
Change make_by_name(const std::string& name, const nlohmann::json& body) {
  if constexpr (I == std::variant_size_v<Change>) {
    throw JsonMismatch("unknown kind of change '" + name + "'");
  } else {
    std::variant_alternative_t<I, Change> change;
    if (kind_name(Change(change)) != name) return make_by_name<I + 1>(name, body);
    read_json(body, change);
    return change;
  }
}

#define WORD(type) \
  constexpr std::string_view word(const type&) { return #type; }
WORD(Namespace)
WORD(Extension)
WORD(Enum)
WORD(Table)
WORD(View)
WORD(Routine)
WORD(Trigger)
WORD(RawObject)
WORD(Seed)
WORD(Role)
WORD(Policy)
WORD(Api)
WORD(PrimaryKey)
WORD(Unique)
WORD(ForeignKey)
WORD(Check)
WORD(Index) WORD(RenameTable) WORD(RenameEnum) WORD(RenameLabel) WORD(AddColumn) WORD(DropColumn) WORD(AlterColumn)
    WORD(RenameColumn) WORD(ReorderColumns) WORD(InsertRow) WORD(DeleteRow) WORD(UpdateRow)
#undef WORD

        template <class T>
        std::string name_of(const T& change) {
  return std::string(word(change));
}
template <class T>
std::string name_of(const Create<T>& c) {
  return "Create" + name_of(c.object);
}
template <class T>
std::string name_of(const Drop<T>& c) {
  return "Drop" + name_of(c.object);
}
template <class T>
std::string name_of(const Alter<T>& c) {
  return "Alter" + name_of(c.after);
}
template <class T>
std::string name_of(const AddMember<T>& c) {
  return "Add" + name_of(c.member);
}
template <class T>
std::string name_of(const DropMember<T>& c) {
  return "Drop" + name_of(c.member);
}
template <class T>
std::string name_of(const RenameMember<T>& c) {
  return "Rename" + name_of(c.after);
}

}  // namespace

std::string kind_name(const Change& change) {
  return std::visit([](const auto& c) { return name_of(c); }, change);
}

std::string to_json(const ChangeSet& changes) {
  JsonText out;
  out.open('[');
  for (const Change& change : changes) {
    out.element();
    out.open('{');
    out.key("kind");
    out.string(kind_name(change));
    out.key("change");
    std::visit([&](const auto& c) { write_json(out, c); }, change);
    out.close('}');
  }
  out.close(']');
  return out.take();
}

Result<ChangeSet> changes_from_json(std::string_view text) {
  try {
    ChangeSet out;
    for (const auto& element : nlohmann::json::parse(text))
      out.push_back(make_by_name(element.at("kind").get<std::string>(), element.at("change")));
    return out;
  } catch (const nlohmann::json::exception& e) {
    return failure(diag::Code::SC7001, plain(e));
  } catch (const JsonMismatch& e) {
    return failure(diag::Code::SC7001, e.what());
  }
}

}  // namespace schemac::catalog
