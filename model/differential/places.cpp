// Places in memory, and pointers to them.
#include "model/differential/program_generator.h"

namespace headway::differential {

using Kind = CType::Kind;

// Everything inside `path` of the type wanted.
void ProgramGenerator::walk(const Path& path, const CType* wanted, std::vector<Path>& found) const {
  const bool is_field = path.width != 0;
  if (wanted == nullptr ? path.type->kind == Kind::integer : path.type == wanted && !is_field)
    found.push_back(path);
  if (path.type->kind == Kind::array) {
    Path inside = path;
    inside.members.push_back(nullptr);
    inside.counts.push_back(path.type->count);
    inside.type = path.type->inner;
    walk(inside, wanted, found);
  } else if (path.type->kind == Kind::record) {
    for (const auto& member : path.type->members) {
      Path inside = path;
      inside.members.push_back(&member);
      inside.type = member.type;
      inside.width = member.width;
      walk(inside, wanted, found);
    }
  }
}

std::vector<ProgramGenerator::Path> ProgramGenerator::paths(const CType* wanted, Limits limits,
                                                            bool write) const {
  const std::uint64_t barred = write ? limits.no_write : limits.no_read;
  std::vector<Path> found;
  for (const Variable* root : visible_) {
    const std::uint64_t bits = write && root->bits == kMemory ? kMemory | kStored : root->bits;
    if ((bits & barred) == 0 && (!write || root->writable))
      walk({root, false, {}, {}, root->type, 0}, wanted, found);
    const bool leads_on = root->type->kind == Kind::pointer &&
                          ((root->bits | kMemory) & limits.no_read) == 0 &&
                          ((write ? kMemory | kStored : kMemory) & barred) == 0;
    if (leads_on) walk({root, true, {}, {}, root->type->inner, 0}, wanted, found);
  }
  return found;
}

Piece ProgramGenerator::index(unsigned count, int depth, Limits limits, Footprint& did) {
  if (depth <= 0 || random_.chance(40)) return text(std::to_string(random_.below(count)));
  Piece inside = expression(depth - 1, limits, did);
  if ((count & (count - 1)) == 0)
    return compose(Piece::Kind::text, "(%) & " + std::to_string(count - 1), {std::move(inside)});
  return compose(Piece::Kind::text, "(unsigned int)(%) %% " + std::to_string(count) + "u",
                 {std::move(inside)});
}

ProgramGenerator::Found ProgramGenerator::place(const Path& path, int depth, Limits limits,
                                                Footprint& did, bool write) {
  std::string format = path.root->name;
  std::vector<Piece> indices;
  std::vector<Construct> constructs;
  std::size_t array = 0;
  const CType* type = path.root->type;
  if (path.root->is_static) constructs.push_back(Construct::static_local);
  if (path.through_pointer) {
    const bool arrow = !path.members.empty() && path.members.front() != nullptr;
    if (!arrow) format = "(*" + format + ")";
    constructs.push_back(write ? Construct::pointer_write : Construct::pointer_read);
    did.reads |= path.root->bits;
    type = type->inner;
  }
  const bool own_local = !path.through_pointer && path.root->bits != kMemory;
  const std::uint64_t bits = own_local ? path.root->bits : kMemory | (write ? kStored : 0);
  int records = 0;
  for (std::size_t k = 0; k < path.members.size(); ++k) {
    const auto* member = path.members[k];
    if (member == nullptr) {
      Limits inside = beside(limits, did);
      inside.no_write |= bits;  // the element is not changed while it is being found
      format += "[%]";
      indices.push_back(index(path.counts[array++], depth, inside, did));
      constructs.push_back(type->inner->kind == Kind::array ? Construct::two_dimensions
                                                            : Construct::array_index);
      type = type->inner;
      continue;
    }
    if (type->is_union)
      constructs.push_back(write ? Construct::union_write : Construct::union_read);
    if (++records == 2) constructs.push_back(Construct::nested_struct);
    format += (k == 0 && path.through_pointer ? "->" : ".") + member->name;
    type = member->type;
  }
  if (path.width != 0)
    constructs.push_back(write ? Construct::bit_field_write : Construct::bit_field_read);
  return {compose(Piece::Kind::text, format, std::move(indices), constructs), bits, path.type};
}

std::optional<ProgramGenerator::Found> ProgramGenerator::find_place(const CType* wanted, int depth,
                                                                    Limits limits, Footprint& did,
                                                                    bool write) {
  const std::vector<Path> all = paths(wanted, limits, write);
  if (all.empty()) return std::nullopt;
  // Roots are equally likely, however many cells they have.
  const Variable* root = all[random_.below(all.size())].root;
  if (random_.chance(70)) root = random_.pick(visible_);
  std::vector<const Path*> inside;
  for (const Path& path : all)
    if (path.root == root) inside.push_back(&path);
  const Path& path = inside.empty() ? all[random_.below(all.size())] : *random_.pick(inside);
  return place(path, depth, limits, did, write);
}

const CType* ProgramGenerator::pointee() {
  return random_.chance(35) ? integers_[5] : random_.pick(records_);
}

Piece ProgramGenerator::pointer_leaf(const CType* pointee, Limits limits, Footprint& did,
                                     int depth_limit) {
  std::vector<Path> targets, values;
  for (const Variable* root : visible_) {
    if (root->bits == kMemory && root->depth <= depth_limit)
      walk({root, false, {}, {}, root->type, 0}, pointee, targets);
  }
  const CType* self = pointer_to(pointee);
  for (const Path& path : paths(self, limits, false)) {
    // What stands in memory leads to globals; a local pointer as far as it lives.
    const bool local = !path.through_pointer && path.root->type == self;
    if (!local || path.root->depth <= depth_limit) values.push_back(path);
  }
  if (!values.empty() && random_.chance(50)) {
    const Path& path = random_.pick(values);
    Found found = place(path, 1, limits, did, false);
    did.reads |= found.bits;
    if (path.type == self && !path.members.empty())
      found.piece.constructs.push_back(Construct::pointer_in_struct);
    return found.piece;
  }
  const Path& path = targets[random_.below(targets.size())];
  Limits inside = limits;
  Found found = place(path, 1, inside, did, false);
  std::vector<Construct> constructs;
  if (!path.members.empty())
    constructs.push_back(path.members.back() != nullptr ? Construct::address_of_field
                                                        : Construct::address_of_element);
  if (path.root->depth > 0) constructs.push_back(Construct::address_of_local);
  return compose(Piece::Kind::text, "&%", {std::move(found.piece)}, constructs);
}

// The address of a member of what a pointer leads to.
std::optional<Piece> ProgramGenerator::pointer_inside(const CType* pointee, int depth,
                                                      Limits limits, Footprint& did,
                                                      int depth_limit) {
  for (const CType* outer : records_) {
    for (const auto& member : outer->members) {
      if (member.width != 0) continue;
      const bool row = member.type->kind == Kind::array && member.type->inner == pointee;
      if (member.type != pointee && !row) continue;
      Piece base = pointer(outer, depth - 1, limits, did, depth_limit);
      const std::string element =
          row ? "[" + std::to_string(random_.below(member.type->count)) + "]" : "";
      return compose(Piece::Kind::text, "&(%)->" + member.name + element, {std::move(base)},
                     {Construct::address_of_field});
    }
  }
  return std::nullopt;
}

std::optional<Piece> ProgramGenerator::container(const CType* pointee, int depth, Limits limits,
                                                 Footprint& did, int depth_limit) {
  std::vector<std::string> members;
  for (const auto& member : pointee->members) {
    if (member.width != 0) continue;
    std::string path = member.name;
    if (member.type->kind == Kind::array)
      path += "[" + std::to_string(random_.below(member.type->count)) + "]";
    members.push_back(path);
  }
  if (members.empty()) return std::nullopt;
  const std::string& member = random_.pick(members);
  Piece base = pointer(pointee, depth - 1, limits, did, depth_limit);
  return compose(Piece::Kind::text,
                 "container_of(&(%)->" + member + ", " + pointee->name + ", " + member + ")",
                 {std::move(base)}, {Construct::container_of});
}

Piece ProgramGenerator::pointer(const CType* pointee, int depth, Limits limits, Footprint& did,
                                int depth_limit) {
  const std::string star = declare(pointer_to(pointee), "");
  const auto again = [&] { return pointer(pointee, depth - 1, limits, did, depth_limit); };
  if (depth > 0) {
    switch (random_.below(9)) {
      case 0: {
        Piece condition = expression(depth - 1, limits, did);
        Piece left = again(), right = again();
        return compose(Piece::Kind::text, "((%) ? % : %)",
                       {std::move(condition), std::move(left), std::move(right)},
                       {Construct::pointer_ternary});
      }
      case 1:
        return compose(Piece::Kind::text, "((" + star + ")(unsigned long)(%))", {again()},
                       {Construct::pointer_through_long});
      case 2:
        return compose(Piece::Kind::text, "((" + star + ")(void *)(%))", {again()},
                       {Construct::pointer_through_void});
      case 3:
        if (auto made = pointer_inside(pointee, depth, limits, did, depth_limit)) return *made;
        break;
      case 4:
        if (pointee->kind == Kind::record) {
          if (auto made = container(pointee, depth, limits, did, depth_limit)) return *made;
        }
        break;
      case 5:
        if (auto made = call(depth, limits, did, pointer_to(pointee))) return *made;
        break;
      case 6:
        if (pointee == integers_[5]) {
          Piece first = index(2, depth, limits, did);
          Piece second = index(2, depth, beside(limits, did), did);
          return compose(Piece::Kind::text, "(($ints + (%)) + (%))",
                         {std::move(first), std::move(second)}, {Construct::pointer_arithmetic});
        }
        break;
      default:
        break;
    }
  }
  return pointer_leaf(pointee, limits, did, depth_limit);
}

}  // namespace headway::differential
