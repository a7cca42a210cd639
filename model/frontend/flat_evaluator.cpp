#include "model/frontend/flat_evaluator.h"

#include <cstddef>
#include <stdexcept>

namespace headway::frontend {
namespace {

using program::BinaryOp;

constexpr std::uint64_t kFirstAddress = 64;               // so that null is no object
constexpr std::uint64_t kFunctions = 0x4000000000000000;  // addresses of functions
constexpr std::uint64_t kMostSteps = 1000000;
constexpr std::uint8_t kUninitialized = 0xAA;

[[noreturn]] void fail(const std::string& what) { throw std::runtime_error(what); }

std::uint64_t bits_of(std::int64_t value) { return static_cast<std::uint64_t>(value); }
std::int64_t from_bits(std::uint64_t bits) { return static_cast<std::int64_t>(bits); }

}  // namespace

FlatEvaluator::FlatEvaluator(const program::Program& program)
    : program_(program), memory_(kFirstAddress) {
  for (const program::Global& global : program_.globals) {
    globals_.push_back(allocate(size_of(global.type)));
    write(globals_.back(), Bytes(size_of(global.type), 0));
  }
  Frame nowhere{nullptr, {}};
  for (std::size_t i = 0; i < program_.globals.size(); ++i) {
    for (const program::InitialValue& initial : program_.globals[i].initial) {
      const Location start{globals_[i], program_.globals[i].type, nullptr};
      store(project(start, initial.projections, nowhere), scalar(*initial.value, nowhere));
    }
  }
}

FlatEvaluator::Address FlatEvaluator::allocate(std::uint64_t size) {
  const Address address = memory_.size();
  memory_.resize((address + size + 16) / 16 * 16, kUninitialized);
  return address;
}

std::int64_t FlatEvaluator::call(const std::string& function,
                                 const std::vector<std::int64_t>& arguments) {
  for (const program::Function& one : program_.functions) {
    if (one.name != function) continue;
    const auto& type = std::get<program::FunctionType>(program_.at(one.type).shape);
    std::vector<Bytes> values;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
      values.push_back(to_bytes(arguments[i], size_of(type.parameters.at(i))));
    }
    steps_ = 0;
    return from_bytes(run(one, values), type.result);
  }
  fail("no function " + function);
}

FlatEvaluator::Bytes FlatEvaluator::run(const program::Function& function,
                                        const std::vector<Bytes>& arguments) {
  if (function.blocks.empty()) fail(function.name + " has no body");
  Frame frame{&function, {}};
  for (const program::Variable& local : function.locals)
    frame.locals.push_back(allocate(size_of(local.type)));
  for (std::size_t i = 0; i < arguments.size(); ++i) write(frame.locals.at(i), arguments[i]);
  program::BlockId at{0};
  for (;;) {
    if (++steps_ > kMostSteps) fail("too many steps");
    const program::Block& block = function.blocks.at(program::index_of(at));
    for (const program::Statement& statement : block.statements) execute(statement, frame);
    const auto& action = block.terminator.action;
    if (const auto* jump = std::get_if<program::Jump>(&action)) {
      at = jump->target;
    } else if (const auto* branch = std::get_if<program::Branch>(&action)) {
      at = scalar(*branch->condition, frame) != 0 ? branch->then : branch->otherwise;
    } else if (const auto* choice = std::get_if<program::Switch>(&action)) {
      at = choose(*choice, frame);
    } else if (const auto* leave = std::get_if<program::Return>(&action)) {
      return leave->value ? value(*leave->value, frame) : Bytes{};
    } else {
      fail("unreachable reached in " + function.name);
    }
  }
}

program::BlockId FlatEvaluator::choose(const program::Switch& choice, Frame& frame) {
  const std::int64_t value = scalar(*choice.value, frame);
  const bool is_signed =
      std::get<program::IntegerType>(program_.at(choice.value->type).shape).is_signed;
  for (const program::SwitchCase& one : choice.cases) {
    const bool inside =
        is_signed ? one.low <= value && value <= one.high
                  : bits_of(one.low) <= bits_of(value) && bits_of(value) <= bits_of(one.high);
    if (inside) return one.target;
  }
  return choice.otherwise;
}

void FlatEvaluator::execute(const program::Statement& statement, Frame& frame) {
  if (const auto* declare = std::get_if<program::Declare>(&statement.action)) {
    const std::uint32_t local = program::index_of(declare->local);
    write(frame.locals.at(local),
          Bytes(size_of(frame.function->locals.at(local).type), kUninitialized));
  } else if (const auto* assign = std::get_if<program::Assign>(&statement.action)) {
    const Bytes result = value(*assign->value, frame);
    const Location target = locate(assign->target, frame);
    if (std::holds_alternative<program::RecordType>(program_.at(target.type).shape))
      return write(target.address, result);
    store(target, from_bytes(result, assign->value->type));
  } else {
    const auto& call = std::get<program::Call>(statement.action);
    const Bytes result = invoke(call, frame);
    if (call.result) write(locate(*call.result, frame).address, result);
  }
}

FlatEvaluator::Bytes FlatEvaluator::invoke(const program::Call& call, Frame& frame) {
  std::uint32_t callee = 0;
  if (const auto* direct = std::get_if<program::FunctionId>(&call.callee)) {
    callee = program::index_of(*direct);
  } else {
    callee = static_cast<std::uint32_t>(
        bits_of(scalar(*std::get<program::ExprPtr>(call.callee), frame)) - kFunctions);
  }
  std::vector<Bytes> arguments;
  for (const program::ExprPtr& argument : call.arguments)
    arguments.push_back(value(*argument, frame));
  return run(program_.functions.at(callee), arguments);
}

FlatEvaluator::Location FlatEvaluator::locate(const program::Place& place, Frame& frame) {
  Location location{0, {}, nullptr};
  if (const auto* local = std::get_if<program::LocalId>(&place.base)) {
    location = {frame.locals.at(program::index_of(*local)),
                frame.function->locals[program::index_of(*local)].type, nullptr};
  } else if (const auto* global = std::get_if<program::GlobalId>(&place.base)) {
    location = {globals_.at(program::index_of(*global)), program_.at(*global).type, nullptr};
  } else {
    const program::Expr& pointer = *std::get<program::Deref>(place.base).pointer;
    location = {bits_of(scalar(pointer, frame)),
                std::get<program::PointerType>(program_.at(pointer.type).shape).pointee, nullptr};
  }
  location = project(location, place.projections, frame);
  if (location.type != place.type) fail("a place of another type");
  return location;
}

FlatEvaluator::Location FlatEvaluator::project(Location location,
                                               const std::vector<program::Projection>& projections,
                                               Frame& frame) {
  for (const program::Projection& projection : projections) {
    if (const auto* index = std::get_if<program::ProjectIndex>(&projection)) {
      const auto& array = std::get<program::ArrayType>(program_.at(location.type).shape);
      location.address += bits_of(scalar(*index->index, frame)) * size_of(array.element);
      location.type = array.element;
      location.field = nullptr;
    } else {
      const auto& record = std::get<program::RecordType>(program_.at(location.type).shape);
      const program::Field& field =
          record.fields.at(std::get<program::ProjectField>(projection).field);
      location = {location.address + field.offset, field.type, &field};
    }
  }
  return location;
}

FlatEvaluator::Bytes FlatEvaluator::value(const program::Expr& expr, Frame& frame) {
  if (std::holds_alternative<program::RecordType>(program_.at(expr.type).shape)) {
    const Location source = locate(std::get<program::LoadPlace>(expr.node).place, frame);
    return read(source.address, size_of(source.type));
  }
  return to_bytes(scalar(expr, frame), size_of(expr.type));
}

std::int64_t FlatEvaluator::scalar(const program::Expr& expr, Frame& frame) {
  const auto child = [&](const program::ExprPtr& one) { return scalar(*one, frame); };
  if (const auto* literal = std::get_if<program::IntLiteral>(&expr.node)) return literal->value;
  if (const auto* text = std::get_if<program::StringLiteral>(&expr.node)) {
    Address& address = strings_[text->text];
    if (address == 0) {
      address = allocate(text->text.size() + 1);
      Bytes bytes(text->text.begin(), text->text.end());
      bytes.push_back(0);
      write(address, bytes);
    }
    return from_bits(address);
  }
  if (const auto* load = std::get_if<program::LoadPlace>(&expr.node))
    return this->load(locate(load->place, frame));
  if (const auto* address = std::get_if<program::AddressOf>(&expr.node)) {
    return from_bits(locate(address->place, frame).address);
  }
  if (const auto* function = std::get_if<program::FunctionAddress>(&expr.node)) {
    return from_bits(kFunctions + program::index_of(function->function));
  }
  if (const auto* unary = std::get_if<program::Unary>(&expr.node)) {
    const std::int64_t operand = child(unary->operand);
    if (unary->op == program::UnaryOp::logical_not) return operand == 0 ? 1 : 0;
    if (unary->op == program::UnaryOp::bit_not) return wrap(~operand, expr.type);
    return wrap(from_bits(0 - bits_of(operand)), expr.type);
  }
  if (const auto* node = std::get_if<program::Binary>(&expr.node))
    return binary(*node, expr.type, frame);
  if (const auto* choice = std::get_if<program::Conditional>(&expr.node)) {
    return child(choice->condition) != 0 ? child(choice->then) : child(choice->otherwise);
  }
  if (const auto* convert = std::get_if<program::Convert>(&expr.node))
    return wrap(child(convert->operand), expr.type);
  if (const auto* sum = std::get_if<program::PointerAdd>(&expr.node)) {
    return from_bits(bits_of(child(sum->pointer)) + bits_of(child(sum->index)) * sum->stride);
  }
  const auto& difference = std::get<program::PointerDifference>(expr.node);
  return (child(difference.left) - child(difference.right)) /
         static_cast<std::int64_t>(difference.stride);
}

std::int64_t FlatEvaluator::binary(const program::Binary& node, program::TypeId type,
                                   Frame& frame) {
  const std::int64_t left = scalar(*node.left, frame);
  if (node.op == BinaryOp::logical_and && left == 0) return 0;
  if (node.op == BinaryOp::logical_or && left != 0) return 1;
  const std::int64_t right = scalar(*node.right, frame);
  const auto* integer = std::get_if<program::IntegerType>(&program_.at(node.left->type).shape);
  const bool is_signed = integer != nullptr && integer->is_signed;
  const bool less = is_signed ? left < right : bits_of(left) < bits_of(right);
  if ((node.op == BinaryOp::div || node.op == BinaryOp::rem) && right == 0)
    fail("division by zero");
  switch (node.op) {
    case BinaryOp::add:
      return wrap(from_bits(bits_of(left) + bits_of(right)), type);
    case BinaryOp::sub:
      return wrap(from_bits(bits_of(left) - bits_of(right)), type);
    case BinaryOp::mul:
      return wrap(from_bits(bits_of(left) * bits_of(right)), type);
    case BinaryOp::div:
      return wrap(is_signed ? left / right : from_bits(bits_of(left) / bits_of(right)), type);
    case BinaryOp::rem:
      return wrap(is_signed ? left % right : from_bits(bits_of(left) % bits_of(right)), type);
    case BinaryOp::bit_and:
      return left & right;
    case BinaryOp::bit_or:
      return left | right;
    case BinaryOp::bit_xor:
      return wrap(left ^ right, type);
    case BinaryOp::shl:
      return wrap(from_bits(bits_of(left) << bits_of(right)), type);
    case BinaryOp::shr:
      return is_signed ? left >> right : from_bits(bits_of(left) >> bits_of(right));
    case BinaryOp::lt:
      return less ? 1 : 0;
    case BinaryOp::le:
      return less || left == right ? 1 : 0;
    case BinaryOp::gt:
      return !less && left != right ? 1 : 0;
    case BinaryOp::ge:
      return less ? 0 : 1;
    case BinaryOp::eq:
      return left == right ? 1 : 0;
    case BinaryOp::ne:
      return left != right ? 1 : 0;
    case BinaryOp::logical_and:
    case BinaryOp::logical_or:
      return right != 0 ? 1 : 0;
  }
  fail("no such operator");
}

std::int64_t FlatEvaluator::wrap(std::int64_t value, program::TypeId type) const {
  const auto* integer = std::get_if<program::IntegerType>(&program_.at(type).shape);
  if (integer == nullptr) return value;
  if (integer->bits == 1) return value != 0 ? 1 : 0;
  const int unused = 64 - integer->bits;
  const std::uint64_t shifted = bits_of(value) << unused;
  return integer->is_signed ? from_bits(shifted) >> unused : from_bits(shifted >> unused);
}

std::int64_t FlatEvaluator::load(const Location& location) {
  const std::int64_t whole =
      from_bytes(read(location.address, size_of(location.type)), location.type);
  if (location.field == nullptr || !location.field->bits) return whole;
  const auto [first, width] = *location.field->bits;
  const std::uint64_t high = bits_of(whole) << (64 - first - width);
  const bool is_signed = std::get<program::IntegerType>(program_.at(location.type).shape).is_signed;
  return is_signed ? from_bits(high) >> (64 - width) : from_bits(high >> (64 - width));
}

void FlatEvaluator::store(const Location& location, std::int64_t value) {
  if (location.field != nullptr && location.field->bits) {
    const auto [first, width] = *location.field->bits;
    const std::uint64_t mask = (width == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << width) - 1)
                               << first;
    const std::int64_t whole =
        from_bytes(read(location.address, size_of(location.type)), location.type);
    value = from_bits((bits_of(whole) & ~mask) | ((bits_of(value) << first) & mask));
  }
  write(location.address, to_bytes(value, size_of(location.type)));
}

FlatEvaluator::Bytes FlatEvaluator::read(Address address, std::uint64_t size) {
  if (address < kFirstAddress || address + size > memory_.size()) fail("a read outside of memory");
  const auto first = memory_.begin() + static_cast<std::ptrdiff_t>(address);
  return Bytes(first, first + static_cast<std::ptrdiff_t>(size));
}

void FlatEvaluator::write(Address address, const Bytes& bytes) {
  if (address < kFirstAddress || address + bytes.size() > memory_.size())
    fail("a write outside of memory");
  for (std::size_t i = 0; i < bytes.size(); ++i) memory_[address + i] = bytes[i];
}

FlatEvaluator::Bytes FlatEvaluator::to_bytes(std::int64_t value, std::uint64_t size) const {
  Bytes bytes(size);
  for (std::uint64_t i = 0; i < size && i < 8; ++i)
    bytes[i] = static_cast<std::uint8_t>(bits_of(value) >> (8 * i));
  return bytes;
}

std::int64_t FlatEvaluator::from_bytes(const Bytes& bytes, program::TypeId type) const {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < bytes.size() && i < 8; ++i)
    value |= std::uint64_t{bytes[i]} << (8 * i);
  const auto* integer = std::get_if<program::IntegerType>(&program_.at(type).shape);
  if (integer != nullptr && integer->bits == 1) return from_bits(value & 0xFF);
  return wrap(from_bits(value), type);
}

}  // namespace headway::frontend
