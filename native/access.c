/* SPDX-License-Identifier: Apache-2.0 */
#include "access.h"

#include <Zydis/Zydis.h>
#include <string.h>

static bool decoder_ready;
static ZydisDecoder decoder;

static uint8_t general_number(ZydisRegister reg)
{
	switch (ZydisRegisterGetClass(reg)) {
	case ZYDIS_REGCLASS_GPR64:
		return reg - ZYDIS_REGISTER_RAX;
	case ZYDIS_REGCLASS_GPR32:
		return reg - ZYDIS_REGISTER_EAX;
	case ZYDIS_REGCLASS_GPR16:
		return reg - ZYDIS_REGISTER_AX;
	default:
		return REG_NONE;
	}
}

static bool is_bit_string(ZydisMnemonic mnemonic)
{
	return mnemonic == ZYDIS_MNEMONIC_BT || mnemonic == ZYDIS_MNEMONIC_BTS ||
	       mnemonic == ZYDIS_MNEMONIC_BTR || mnemonic == ZYDIS_MNEMONIC_BTC;
}

/* Names a memory operand but touches no data. */
static bool is_hint(const ZydisDecodedInstruction *insn)
{
	switch (insn->meta.category) {
	case ZYDIS_CATEGORY_PREFETCH:
	case ZYDIS_CATEGORY_WIDENOP:
	case ZYDIS_CATEGORY_NOP:
	case ZYDIS_CATEGORY_CLWB:
	case ZYDIS_CATEGORY_CLFLUSHOPT:
	case ZYDIS_CATEGORY_CLDEMOTE:
		return true;
	default:
		break;
	}
	switch (insn->mnemonic) {
	case ZYDIS_MNEMONIC_NOP:
	case ZYDIS_MNEMONIC_PREFETCH:
	case ZYDIS_MNEMONIC_PREFETCHW:
	case ZYDIS_MNEMONIC_PREFETCHWT1:
	case ZYDIS_MNEMONIC_CLFLUSH:
	case ZYDIS_MNEMONIC_CLFLUSHOPT:
	case ZYDIS_MNEMONIC_CLWB:
	case ZYDIS_MNEMONIC_CLDEMOTE:
		return true;
	default:
		return false;
	}
}

/* Its accesses depend on data (state components), or it would change what stepping rests on. */
static bool is_beyond(const ZydisDecodedInstruction *insn)
{
	switch (insn->meta.category) {
	case ZYDIS_CATEGORY_XSAVE:
	case ZYDIS_CATEGORY_XSAVEOPT:
	case ZYDIS_CATEGORY_RDWRFSGS:
		return insn->mnemonic != ZYDIS_MNEMONIC_XGETBV && insn->mnemonic != ZYDIS_MNEMONIC_RDFSBASE &&
		       insn->mnemonic != ZYDIS_MNEMONIC_RDGSBASE;
	default:
		break;
	}
	switch (insn->mnemonic) {
	case ZYDIS_MNEMONIC_MASKMOVDQU:
	case ZYDIS_MNEMONIC_VMASKMOVDQU:
	case ZYDIS_MNEMONIC_MASKMOVQ:
	case ZYDIS_MNEMONIC_ENTER:
	case ZYDIS_MNEMONIC_XBEGIN:
	case ZYDIS_MNEMONIC_MOVDIR64B:
	case ZYDIS_MNEMONIC_ENQCMD:
	case ZYDIS_MNEMONIC_FXSAVE:
	case ZYDIS_MNEMONIC_FXSAVE64:
		return true;
	default:
		return false;
	}
}

/* How much of memory it accesses depends on its mask. */
static bool packs_lanes(ZydisMnemonic mnemonic)
{
	switch (mnemonic) {
	case ZYDIS_MNEMONIC_VPCOMPRESSB:
	case ZYDIS_MNEMONIC_VPCOMPRESSW:
	case ZYDIS_MNEMONIC_VPCOMPRESSD:
	case ZYDIS_MNEMONIC_VPCOMPRESSQ:
	case ZYDIS_MNEMONIC_VCOMPRESSPS:
	case ZYDIS_MNEMONIC_VCOMPRESSPD:
	case ZYDIS_MNEMONIC_VPEXPANDB:
	case ZYDIS_MNEMONIC_VPEXPANDW:
	case ZYDIS_MNEMONIC_VPEXPANDD:
	case ZYDIS_MNEMONIC_VPEXPANDQ:
	case ZYDIS_MNEMONIC_VEXPANDPS:
	case ZYDIS_MNEMONIC_VEXPANDPD:
		return true;
	default:
		return false;
	}
}

static enum insn_kind kind_of(const ZydisDecodedInstruction *insn)
{
	if (insn->attributes & (ZYDIS_ATTRIB_HAS_REP | ZYDIS_ATTRIB_HAS_REPE | ZYDIS_ATTRIB_HAS_REPNE))
		return INSN_STRING;
	switch (insn->mnemonic) {
	case ZYDIS_MNEMONIC_RDTSC:
	case ZYDIS_MNEMONIC_RDTSCP:
		return INSN_TIMESTAMP;
	case ZYDIS_MNEMONIC_RDRAND:
	case ZYDIS_MNEMONIC_RDSEED:
		return INSN_RANDOM;
	case ZYDIS_MNEMONIC_PUSHF:
	case ZYDIS_MNEMONIC_PUSHFD:
	case ZYDIS_MNEMONIC_PUSHFQ:
		return INSN_PUSH_FLAGS;
	case ZYDIS_MNEMONIC_SYSCALL:
	case ZYDIS_MNEMONIC_SYSENTER:
		return INSN_SYSTEM_CALL;
	case ZYDIS_MNEMONIC_INT:
	case ZYDIS_MNEMONIC_INT1:
	case ZYDIS_MNEMONIC_INT3:
	case ZYDIS_MNEMONIC_IRET:
	case ZYDIS_MNEMONIC_IRETD:
	case ZYDIS_MNEMONIC_IRETQ:
		return INSN_TRAP;
	default:
		return is_beyond(insn) ? INSN_UNSUPPORTED : INSN_PLAIN;
	}
}

static enum insn_flow flow_of(struct insn *insn, const ZydisDecodedInstruction *decoded,
			      const ZydisDecodedOperand *operands)
{
	bool direct = decoded->operand_count > 0 && operands[0].type == ZYDIS_OPERAND_TYPE_IMMEDIATE &&
		      operands[0].imm.is_relative;

	if (direct && ZYAN_FAILED(ZydisCalcAbsoluteAddress(decoded, &operands[0], insn->address, &insn->target)))
		return FLOW_UNKNOWN;
	switch (decoded->meta.category) {
	case ZYDIS_CATEGORY_COND_BR:
		return direct ? FLOW_BRANCH : FLOW_UNKNOWN;
	case ZYDIS_CATEGORY_UNCOND_BR:
	case ZYDIS_CATEGORY_CALL:
		return direct ? FLOW_JUMP : FLOW_UNKNOWN;
	case ZYDIS_CATEGORY_RET:
	case ZYDIS_CATEGORY_INTERRUPT:
	case ZYDIS_CATEGORY_SYSCALL:
	case ZYDIS_CATEGORY_SYSRET:
	case ZYDIS_CATEGORY_SYSTEM:
		return FLOW_UNKNOWN;
	default:
		/* A repeated instruction is stepped through one iteration at a time. */
		return insn->kind == INSN_STRING ? FLOW_UNKNOWN : FLOW_NEXT;
	}
}

/* The stack operands that push, call, pop and the like do not write in their text. */
static bool is_stack(const ZydisDecodedOperand *operand)
{
	return operand->visibility == ZYDIS_OPERAND_VISIBILITY_HIDDEN &&
	       general_number(operand->mem.base) == 4;
}

static void flatten(struct operand *to, const struct insn *insn, const ZydisDecodedInstruction *decoded,
		    const ZydisDecodedOperand *operands, const ZydisDecodedOperand *from)
{
	memset(to, 0, sizeof(*to));
	to->size = from->size / 8;
	to->base = general_number(from->mem.base);
	to->index = general_number(from->mem.index);
	to->scale = from->mem.scale;
	to->displacement = from->mem.disp.value;
	to->bit_register = REG_NONE;
	to->narrow = decoded->address_width == 32;
	to->load = from->actions & ZYDIS_OPERAND_ACTION_MASK_READ;
	to->store = from->actions & ZYDIS_OPERAND_ACTION_MASK_WRITE;
	if (from->mem.segment == ZYDIS_REGISTER_FS)
		to->segment = 'f';
	else if (from->mem.segment == ZYDIS_REGISTER_GS)
		to->segment = 'g';
	if (ZydisRegisterGetClass(from->mem.base) == ZYDIS_REGCLASS_IP)
		to->displacement += insn->address + decoded->length;

	if (is_stack(from)) {
		/* The width of the stack is that of the mode, whatever the address size. */
		to->narrow = false;
		if (to->store)
			to->displacement = -(int64_t)to->size;
		return;
	}
	if (decoded->mnemonic == ZYDIS_MNEMONIC_POP && to->base == 4)
		to->displacement += to->size;	/* pop to memory: rsp counts after the increment */
	if (decoded->mnemonic == ZYDIS_MNEMONIC_XLAT) {
		to->index = 0;
		to->index_mask = 1;
		to->scale = 1;
	}
	if (is_bit_string(decoded->mnemonic) && operands[1].type == ZYDIS_OPERAND_TYPE_REGISTER)
		to->bit_register = general_number(operands[1].reg.value);
}

void insn_decode(struct insn *insn, uint64_t address, const uint8_t *code, unsigned int size)
{
	ZydisDecodedInstruction decoded;
	ZydisDecodedOperand operands[ZYDIS_MAX_OPERAND_COUNT];
	unsigned int i;

	if (!decoder_ready) {
		ZydisDecoderInit(&decoder, ZYDIS_MACHINE_MODE_LONG_64, ZYDIS_STACK_WIDTH_64);
		decoder_ready = true;
	}
	insn->address = address;
	insn->operands = 0;
	insn->length = 0;
	insn->kind = INSN_UNSUPPORTED;
	if (ZYAN_FAILED(ZydisDecoderDecodeFull(&decoder, code, size, &decoded, operands)))
		return;
	insn->length = decoded.length;
	insn->kind = kind_of(&decoded);
	insn->flow = flow_of(insn, &decoded, operands);
	insn->narrow_count = decoded.address_width == 32;
	if (insn->kind == INSN_RANDOM) {
		insn->target_register = (uint8_t)ZydisRegisterGetId(operands[0].reg.value);
		insn->target_size = operands[0].size / 8;
	}
	if (insn->kind == INSN_UNSUPPORTED || is_hint(&decoded))
		return;
	/* What a mask leaves out counts as accessed: an access is as wide as its operand. */
	for (i = 0; i < decoded.operand_count; i++) {
		const ZydisDecodedOperand *operand = &operands[i];

		if (operand->type != ZYDIS_OPERAND_TYPE_MEMORY || operand->mem.type == ZYDIS_MEMOP_TYPE_AGEN)
			continue;
		if (operand->mem.type != ZYDIS_MEMOP_TYPE_MEM || packs_lanes(decoded.mnemonic) || operand->size == 0 ||
		    insn->operands == INSN_MOST_ACCESSES) {
			insn->kind = INSN_UNSUPPORTED;
			return;
		}
		flatten(&insn->operand[insn->operands++], insn, &decoded, operands, operand);
	}
}

uint64_t operand_address(const struct operand *operand, const struct wire_registers *registers,
			 uint64_t fs_base, uint64_t gs_base)
{
	uint64_t address = operand->displacement;

	if (operand->base != REG_NONE)
		address += registers->general[operand->base];
	if (operand->index != REG_NONE) {
		uint64_t index = registers->general[operand->index];

		address += (operand->index_mask ? index & 0xff : index) * operand->scale;
	}
	if (operand->bit_register != REG_NONE) {
		uint64_t value = registers->general[operand->bit_register];
		int64_t offset = operand->size == 8 ? (int64_t)value :
				 operand->size == 4 ? (int32_t)value : (int16_t)value;
		int64_t bits = operand->size * 8;

		/* Rounds towards minus infinity, as the processor does. */
		address += (offset & -bits) / 8;
	}
	if (operand->narrow)
		address &= 0xffffffffULL;
	if (operand->segment == 'f')
		address += fs_base;
	else if (operand->segment == 'g')
		address += gs_base;
	return address;
}

uint64_t insn_count(const struct insn *insn, const struct wire_registers *registers)
{
	uint64_t count = registers->general[1];

	return insn->narrow_count ? count & 0xffffffffULL : count;
}
